package org.loupe.io;

import java.io.Closeable;
import java.io.IOException;
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
}
