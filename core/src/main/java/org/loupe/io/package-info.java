/**
 * Reads micrographs from files.
 *
 * <p>{@link org.loupe.io.MicrographReaders#open} looks at the first bytes of a file, picks the one
 * {@link org.loupe.io.MicrographReader} that recognizes them and returns a {@link
 * org.loupe.io.MicrographFile} of one or more frames. A frame holds the samples as the file holds
 * them, without rescaling, and a calibration only where the file states one in a unit of length.
 *
 * <p>Whatever the bytes of a file are, the result is a micrograph or one of the three kinds of
 * {@link org.loupe.io.MicrographReadException}: the file cannot be opened ({@link
 * org.loupe.io.MicrographAccessException}), is damaged ({@link
 * org.loupe.io.MicrographFormatException}), or is valid and beyond this reader ({@link
 * org.loupe.io.UnsupportedFormatException}). A size is checked against the length of the file and
 * against the memory before anything is allocated for it.
 *
 * <p>To add a format, write one {@code MicrographReader} and name it in {@code MicrographReaders}.
 */
@NullMarked
package org.loupe.io;

import org.jspecify.annotations.NullMarked;
