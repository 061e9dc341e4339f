package org.loupe.cascade;

import java.util.Arrays;

/** The inner loop in plain Java. */
public final class PlainKernel implements StageKernel {

  @Override
  public void addGains(
      short[] data,
      int[] blocks,
      int count,
      int[] corners,
      byte[] tables,
      int[] gains,
      int first,
      int end,
      int start,
      int[] codes,
      int[] sums) {
    Arrays.fill(sums, 0, count * LANES, start);
    for (int stump = first; stump < end; stump++) {
      int c = 16 * stump;
      addGain(
          data,
          blocks,
          count,
          corners[c],
          corners[c + 1] - corners[c],
          corners[c + 2] - corners[c],
          corners[c + 3] - corners[c],
          corners[c + 4] - corners[c],
          corners[c + 8] - corners[c],
          corners[c + 12] - corners[c],
          tables,
          32 * stump,
          gains[stump],
          sums);
    }
  }

  private static void addGain(
      short[] data,
      int[] blocks,
      int count,
      int first,
      int x1,
      int x2,
      int x3,
      int y1,
      int y2,
      int y3,
      byte[] tables,
      int table,
      int gain,
      int[] sums) {
    for (int block = 0; block < count; block++) {
      int i0 = blocks[block] + first;
      int i1 = i0 + y1;
      int i2 = i0 + y2;
      int i3 = i0 + y3;
      int firstSum = block * LANES;
      for (int w = 0; w < LANES; w++) {
        int left = data[i0 + w] - data[i1 + w];
        int inner = data[i0 + x1 + w] - data[i1 + x1 + w];
        int outer = data[i0 + x2 + w] - data[i1 + x2 + w];
        int right = data[i0 + x3 + w] - data[i1 + x3 + w];
        int a = left - inner;
        int b = inner - outer;
        int c = outer - right;
        left = data[i1 + w] - data[i2 + w];
        inner = data[i1 + x1 + w] - data[i2 + x1 + w];
        outer = data[i1 + x2 + w] - data[i2 + x2 + w];
        right = data[i1 + x3 + w] - data[i2 + x3 + w];
        int h = left - inner;
        int center = inner - outer;
        int d = outer - right;
        left = data[i2 + w] - data[i3 + w];
        inner = data[i2 + x1 + w] - data[i3 + x1 + w];
        outer = data[i2 + x2 + w] - data[i3 + x2 + w];
        right = data[i2 + x3 + w] - data[i3 + x3 + w];
        int g = left - inner;
        int f = inner - outer;
        int e = outer - right;
        // Bit 15 of a difference is its sign, whatever lies above.
        int row =
            (a - center & 0x8000) >>> 11
                | (b - center & 0x8000) >>> 12
                | (c - center & 0x8000) >>> 13
                | (d - center & 0x8000) >>> 14
                | (e - center & 0x8000) >>> 15;
        int column =
            (f - center & 0x8000) >>> 13
                | (g - center & 0x8000) >>> 14
                | (h - center & 0x8000) >>> 15;
        sums[firstSum + StageKernel.sumIndex(w)] += gain & -(tables[table + row] >> column & 1);
      }
    }
  }
}
