/* SPDX-License-Identifier: MIT */
#include "store/read/process.h"

int main(int argc, char **argv)
{
	/* What turns the codes of Chinese fonts that are not in the file into characters. */
	static const char *const files[] = {"/usr/share/poppler", NULL};
	static const struct cage cage = {.memory = (size_t)1 << 30, .files = files};

	return process(argc > 1 ? argv[1] : NULL, &cage, pdf_read);
}
