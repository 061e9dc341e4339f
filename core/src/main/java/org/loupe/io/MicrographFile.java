package org.loupe.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.loupe.micrograph.Micrograph;

/**
 * An open file of one or more frames.
 *
 * <p>Frames are read when asked for; a file is not safe for use by several threads at once.
 */
public interface MicrographFile extends Closeable {

  /** Returns the number of frames; at least one. */
  int frames();

  /**
   * Reads a frame.
   *
   * @param index from 0 to {@code frames() - 1}
   * @throws MicrographReadException if the frame cannot be had
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  Micrograph frame(int index) throws IOException;

  /**
   * Returns how many pixels a frame has, without reading them: who reads several at once can bound
   * the memory.
   *
   * @param index from 0 to {@code frames() - 1}
   * @throws MicrographReadException if the frame is too large, or its size cannot be had
   */
  long pixels(int index) throws IOException;

  /**
   * Returns what the file calls a frame ("HAADF"); empty if it has no name for it.
   *
   * @param index from 0 to {@code frames() - 1}
   */
  default String title(int index) {
    return "";
  }

  /**
   * Returns all that the file states beside the pixels, in its own words and order; empty for a
   * format whose metadata is not read.
   *
   * @throws MicrographReadException if the metadata cannot be had
   */
  default List<MetadataTag> metadata() throws IOException {
    return List.of();
  }
}
