package org.loupe.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The bytes of a file as the HDF5 library reads them, within a budget.
 *
 * <p>A damaged HDF5 file can lead its reader in a circle, or to the same block again and again. So
 * each step that this program takes, as the reading of a frame, may read the file a few times over
 * and in a bounded number of calls; then it ends in an error. The file is never mapped into memory:
 * one that another program cuts short would stop the process.
 */
final class HdfChannel extends FileChannel {

  /** How often a step may read the whole file. */
  private static final long TIMES_OVER = 4;

  /** What a step may read of a small file, in bytes. */
  private static final long LEAST_BYTES = 1 << 24;

  /** What a step may take of calls; one of a real file has a few thousand. */
  private static final int MOST_CALLS = 400_000;

  /** Bytes read at once where fewer are asked for: headers are read in pieces of a few. */
  private static final int WINDOW = 4096;

  private final ByteSource source;
  private long position;
  private long bytesLeft;
  private int callsLeft;
  private byte[] window = {};
  private long windowAt;

  HdfChannel(ByteSource source) {
    super();
    this.source = source;
    startStep();
  }

  /** Gives the next step its budget. */
  void startStep() {
    bytesLeft = LEAST_BYTES + TIMES_OVER * source.size();
    callsLeft = MOST_CALLS;
  }

  private void spend(long bytes) {
    bytesLeft -= bytes;
    callsLeft--;
    if (bytesLeft < 0 || callsLeft < 0) {
      throw new UncheckedIOException(
          new MicrographFormatException(
              source.path(),
              "leads its reader in a circle: damaged; copy or export the micrograph again"));
    }
  }

  @Override
  public int read(ByteBuffer target, long at) throws IOException {
    if (at < 0 || at >= source.size()) {
      return -1;
    }
    int length = (int) Math.min(target.remaining(), source.size() - at);
    spend(length);
    if (length > WINDOW) {
      target.put(source.bytes(at, length));
      return length;
    }
    if (at < windowAt || at + length > windowAt + window.length) {
      window = source.bytes(at, (int) Math.min(WINDOW, source.size() - at));
      windowAt = at;
    }
    target.put(window, (int) (at - windowAt), length);
    return length;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int length = read(target, position);
    position += Math.max(0, length);
    return length;
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  /** Refuses, so that the library reads; what lies outside the file is refused for good. */
  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    if (at < 0 || size < 0 || size > source.size() - at) {
      throw new UncheckedIOException(
          source.malformed(
              Math.max(0, at),
              "is damaged or cut short: "
                  + size
                  + " bytes expected there, the file has "
                  + source.size()
                  + " in all; copy or export it again"));
    }
    throw new UnsupportedOperationException("never mapped");
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException("one buffer at a time");
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public int write(ByteBuffer bytes, long at) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public void force(boolean metadataToo) {}

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("not used");
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long at, long count) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException("never locked");
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException("never locked");
  }

  @Override
  protected void implCloseChannel() throws IOException {
    source.close();
  }
}
