//go:build race

package main

// raced: the race detector is in this program, which takes memory and time of its own.
const raced = true
