//go:build !windows

package bolt

// mapped is how many bytes are mapped at once: address space, not memory. To map more of a file
// that has grown, a change has to wait for every read to end; so it seldom comes to that.
const mapped = 128 << 20
