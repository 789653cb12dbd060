package bolt

// mapped is 0, for here a file is as large as what is mapped of it.
const mapped = 0
