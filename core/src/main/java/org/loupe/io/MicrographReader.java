package org.loupe.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads one file format. Stateless. */
public interface MicrographReader {

  /** Returns the short name of the format ("TIFF"). */
  String format();

  /** Returns the file name extensions of the format, in lower case and without the dot. */
  List<String> extensions();

  /**
   * Returns whether a file belongs to this format.
   *
   * @param head the first {@value MicrographReaders#HEAD_BYTES} bytes, fewer if the file is shorter
   */
  boolean recognizes(byte[] head);

  /** Opens a file whose head this reader recognizes. */
  MicrographFile open(Path path) throws IOException;
}
