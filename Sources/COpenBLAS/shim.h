// Debian keeps the header in a folder of the flavour, which pkg-config names.
#include <cblas.h>
