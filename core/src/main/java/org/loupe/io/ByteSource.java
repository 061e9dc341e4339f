package org.loupe.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file, read by position; a read past the end is an error that names the place.
 *
 * <p>Not mapped into memory: a mapped file that another program cuts short would stop the process.
 */
final class ByteSource implements Closeable {

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private ByteSource(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  static ByteSource open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new MicrographAccessException(path, "is a folder; name a file in it");
    }
    // A pipe or a device would block or never end.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new MicrographAccessException(path, "is not a regular file; copy it to one");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new ByteSource(path, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new MicrographAccessException(
          path,
          Files.isSymbolicLink(path)
              ? "is a link to a file that does not exist; mend the link"
              : "does not exist; check the path",
          e);
    } catch (AccessDeniedException e) {
      throw new MicrographAccessException(
          path, "may not be read: permission denied; change its permissions", e);
    } catch (FileSystemException e) {
      throw new MicrographAccessException(
          path,
          Files.isSymbolicLink(path)
              ? "is a link that leads nowhere (a loop?); mend the link"
              : "cannot be opened: " + e.getReason(),
          e);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /** Reads exactly {@code length} bytes from {@code offset} of the file into {@code target}. */
  void read(long offset, byte[] target, int from, int length) throws IOException {
    if (offset < 0 || length > size - offset) {
      throw truncated(Math.max(0, offset), length);
    }
    read(offset, ByteBuffer.wrap(target, from, length));
  }

  /** Fills what remains of {@code target} with the bytes from {@code offset} of the file. */
  void read(long offset, ByteBuffer target) throws IOException {
    if (offset < 0 || target.remaining() > size - offset) {
      throw truncated(Math.max(0, offset), target.remaining());
    }
    long position = offset;
    while (target.hasRemaining()) {
      int count = channel.read(target, position);
      if (count < 0) {
        throw truncated(position, target.remaining());
      }
      position += count;
    }
  }

  /** Returns {@code length} bytes from {@code offset}; allocates only what the file holds. */
  byte[] bytes(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || length > size - offset) {
      throw truncated(Math.max(0, offset), length);
    }
    byte[] bytes = new byte[length];
    read(offset, bytes, 0, length);
    return bytes;
  }

  private MicrographFormatException truncated(long offset, long length) {
    return malformed(
        offset,
        "is cut short: "
            + length
            + " bytes expected, the file has "
            + size
            + "; copy or export it again");
  }

  MicrographFormatException malformed(long offset, String problem) {
    return new MicrographFormatException(path, offset, problem);
  }

  UnsupportedFormatException unsupported(String problem) {
    return new UnsupportedFormatException(path, problem);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
