package org.loupe.analysis;

import java.util.concurrent.ForkJoinPool;

/**
 * How many pixels are analyzed at once: a micrograph waits while those under way leave no room for
 * it. One alone is always let in, however large; whether it fits is for its reader to say.
 *
 * <p>Thread-safe. A thread of a pool that waits is replaced by another meanwhile.
 */
final class PixelsInFlight {

  /** Bytes of memory that the analysis of a pixel takes; docs/performance.md, large images. */
  private static final int BYTES_PER_PIXEL = 8;

  private static final double HEAP_SHARE = 0.9;

  private final long most;
  private long held;

  /**
   * @param most pixels that are analyzed at once; positive
   */
  PixelsInFlight(long most) {
    if (most <= 0) {
      throw new IllegalArgumentException("most must be positive, was " + most);
    }
    this.most = most;
  }

  /** Returns the bound for a Java heap of so many bytes. */
  static PixelsInFlight forHeap(long bytes) {
    return new PixelsInFlight(Math.max(1, (long) (HEAP_SHARE * bytes) / BYTES_PER_PIXEL));
  }

  /** Room for a micrograph, given back when it is closed. */
  final class Room implements AutoCloseable {

    private final long pixels;

    private Room(long pixels) {
      this.pixels = pixels;
    }

    @Override
    public void close() {
      synchronized (PixelsInFlight.this) {
        held -= pixels;
        PixelsInFlight.this.notifyAll();
      }
    }
  }

  /**
   * Waits until there is room for so many pixels, and takes it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Room enter(long pixels) throws InterruptedException {
    // more than all, and it would wait for an empty house; nothing, and it would not be counted
    long wanted = Math.max(1, Math.min(pixels, most));
    Wait wait = new Wait(wanted);
    ForkJoinPool.managedBlock(wait);
    return new Room(wanted);
  }

  /** Waits until no other micrograph is analyzed, and keeps others out. */
  Room enterAlone() throws InterruptedException {
    return enter(most);
  }

  private final class Wait implements ForkJoinPool.ManagedBlocker {

    private final long wanted;
    private boolean taken;

    Wait(long wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean isReleasable() {
      synchronized (PixelsInFlight.this) {
        if (!taken && held + wanted <= most) {
          held += wanted;
          taken = true;
        }
        return taken;
      }
    }

    @Override
    public boolean block() throws InterruptedException {
      synchronized (PixelsInFlight.this) {
        while (!isReleasable()) {
          PixelsInFlight.this.wait();
        }
      }
      return true;
    }
  }
}
