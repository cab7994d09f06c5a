/* SPDX-License-Identifier: MIT */
#include "store/read/process.h"

int main(int argc, char **argv)
{
	static const struct cage cage = {.memory = (size_t)1 << 30};

	return process(argc > 1 ? argv[1] : NULL, &cage, files_read);
}
