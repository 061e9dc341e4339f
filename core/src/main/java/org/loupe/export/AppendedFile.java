package org.loupe.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows by whole pieces: a piece that cannot be written whole, because the disk is
 * full, is taken back.
 */
final class AppendedFile implements Closeable {

  private final Path file;
  private final FileChannel channel;
  private long length;

  private AppendedFile(Path file, FileChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.length = length;
  }

  /** Begins an empty file, in place of an older one. */
  static AppendedFile begin(Path file) throws IOException {
    return new AppendedFile(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING),
        0);
  }

  /** Goes on with a file after its first {@code length} bytes; what follows them is cut off. */
  static AppendedFile resume(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    return new AppendedFile(file, channel, length);
  }

  /** Appends a piece in one step, as far as the system allows. */
  void append(byte[] piece) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(piece);
    try {
      long at = length;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      length = at;
    } catch (IOException e) {
      takeBack();
      throw AtomicFile.named(file, e);
    }
  }

  private void takeBack() {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      // the first problem is the one to tell
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
