package org.loupe.io;

import java.io.IOException;
import org.loupe.micrograph.Micrograph;

/** A file of a format that holds one image. */
record SingleFrame(ByteSource source, Decoder decoder) implements MicrographFile {

  /** Decodes the whole file. */
  interface Decoder {
    Micrograph decode(ByteSource source) throws IOException;
  }

  @Override
  public int frames() {
    return 1;
  }

  @Override
  public Micrograph frame(int index) throws IOException {
    return decoder.decode(source);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
