package org.loupe.cascade;

/** The inner loop in plain Java. */
public final class PlainKernel implements StageKernel {

  @Override
  public void addGains(
      short[] data,
      int[] blocks,
      int count,
      int[] columns,
      int[] rows,
      short[] tables,
      int[] gains,
      int first,
      int end,
      int[] sums) {
    for (int stump = first; stump < end; stump++) {
      int c = 4 * stump;
      addGain(
          data,
          blocks,
          count,
          columns[c],
          columns[c + 1] - columns[c],
          columns[c + 2] - columns[c],
          columns[c + 3] - columns[c],
          rows[c],
          rows[c + 1],
          rows[c + 2],
          rows[c + 3],
          tables,
          16 * stump,
          gains[stump],
          sums);
    }
  }

  private static void addGain(
      short[] data,
      int[] blocks,
      int count,
      int x0,
      int x1,
      int x2,
      int x3,
      int y0,
      int y1,
      int y2,
      int y3,
      short[] tables,
      int table,
      int gain,
      int[] sums) {
    for (int block = 0; block < count; block++) {
      int base = blocks[block] + x0;
      int i0 = base + y0;
      int i1 = base + y1;
      int i2 = base + y2;
      int i3 = base + y3;
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
        int high =
            (a - center & 0x8000) >>> 12
                | (b - center & 0x8000) >>> 13
                | (c - center & 0x8000) >>> 14
                | (d - center & 0x8000) >>> 15;
        int low =
            (e - center & 0x8000) >>> 12
                | (f - center & 0x8000) >>> 13
                | (g - center & 0x8000) >>> 14
                | (h - center & 0x8000) >>> 15;
        sums[firstSum + StageKernel.sumIndex(w)] +=
            gain & (tables[table + high] << (16 + low)) >> 31;
      }
    }
  }
}
