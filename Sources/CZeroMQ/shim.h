// The C header of ZeroMQ, and the one thing in it that Swift cannot import.
#include <errno.h>
#include <zmq.h>

// `errno` is a macro; libzmq keeps its own for other C runtimes.
static inline int tandem_zmq_errno(void) { return zmq_errno(); }
