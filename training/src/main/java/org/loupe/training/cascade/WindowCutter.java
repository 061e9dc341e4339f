package org.loupe.training.cascade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.loupe.image.ByteImage;

/** Cuts windows out of micrographs, resized as the detector resizes them. */
final class WindowCutter {

  private WindowCutter() {}

  /**
   * Returns the gray samples of windows.
   *
   * @param keys ascending
   * @param size side of a window
   */
  static byte[][] cut(
      List<TrainingMicrograph> micrographs, long[] keys, int size, ForkJoinPool pool)
      throws IOException {
    byte[][] windows = new byte[keys.length][];
    try {
      Parallel.run(
          pool,
          () ->
              IntStream.range(0, micrographs.size())
                  .parallel()
                  .forEach(m -> cut(micrographs.get(m), m, keys, size, windows)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return windows;
  }

  private static void cut(
      TrainingMicrograph micrograph, int number, long[] keys, int size, byte[][] windows) {
    int from = first(keys, WindowKey.of(number, 0, 0, 0, 0));
    int to = first(keys, WindowKey.of(number + 1, 0, 0, 0, 0));
    if (from == to) {
      return;
    }
    try {
      ByteImage image = micrograph.read();
      ByteImage resized = image;
      int level = -1;
      for (int i = from; i < to; i++) {
        if (WindowKey.level(keys[i]) != level) {
          level = WindowKey.level(keys[i]);
          resized = micrograph.levels().get(level).resized(image);
        }
        windows[i] = window(resized, keys[i], size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int first(long[] keys, long key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? -at - 1 : at;
  }

  private static byte[] window(ByteImage image, long key, int size) {
    byte[] window = new byte[size * size];
    int symmetry = WindowKey.symmetry(key);
    byte[] samples = image.samples();
    for (int y = 0; y < size; y++) {
      int at = (WindowKey.y(key) + y) * image.width() + WindowKey.x(key);
      for (int x = 0; x < size; x++) {
        window[place(x, y, size, symmetry)] = samples[at + x];
      }
    }
    return window;
  }

  /** Bit 0 mirrors left and right, bit 1 top and bottom, bit 2 transposes. */
  private static int place(int x, int y, int size, int symmetry) {
    int column = (symmetry & 1) == 0 ? x : size - 1 - x;
    int row = (symmetry & 2) == 0 ? y : size - 1 - y;
    return (symmetry & 4) == 0 ? row * size + column : column * size + row;
  }
}
