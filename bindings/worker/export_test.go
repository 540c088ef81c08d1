package worker

// Processes is what a pool with isolation "process" starts its workers with.
var Processes = processes
