package org.loupe.io;

import java.io.IOException;
import org.loupe.micrograph.Micrograph;

/** A file of a format that holds one image. */
record SingleFrame(ByteSource source, Size size, Decoder decoder) implements MicrographFile {

  /** Returns the number of pixels, by the file's header. */
  interface Size {
    long pixels(ByteSource source) throws IOException;
  }

  /** Decodes the whole file. */
  interface Decoder {
    Micrograph decode(ByteSource source) throws IOException;
  }

  @Override
  public int frames() {
    return 1;
  }

  @Override
  public long pixels(int index) throws IOException {
    return size.pixels(source);
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
