package org.loupe.cascade;

import java.util.Arrays;
import java.util.List;

/**
 * Scans bands of a level: some rows of windows and the rows of pixels under them.
 *
 * <p>The first stages are evaluated for whole rows of windows, whoever survived; when few are left,
 * the survivors' integrals are copied side by side and the remaining stages see only them. Holds
 * the working arrays: one thread at a time.
 */
final class BandScan {

  /** Survivors that are packed together. */
  static final int PACKED = 128;

  /** Windows without survivors that cost less to evaluate than to begin anew behind them. */
  private static final int BRIDGED = 5 * StageKernel.LANES;

  private final LbpCascade cascade;
  private final StumpTables stumps;
  private final List<PackedStages> packedStages;
  private final LevelLayout packedLayout;
  private final StageKernel kernel;
  private final LevelResize.RowPair rowPair = new LevelResize.RowPair();

  private byte[] pixels = {};
  private short[] data = {};
  private int[] sums = {};
  private int[] alive = {};

  /** Origins of the band's windows that are to be packed, and their places. */
  private int[] waiting = new int[1024];

  private int[] waitingPlace = new int[1024];
  private int waitingCount;

  private final short[] packed;
  private final int[] packedSums = new int[PACKED];
  private final int[] lanes = new int[PACKED];
  private final int[] slots = new int[PACKED];

  /** Places (row in the band * windows in a row + window) and scores of the windows that passed. */
  private int[] foundPlaces = new int[64];

  private double[] foundScores = new double[64];
  private int foundCount;

  BandScan(
      LbpCascade cascade,
      StumpTables stumps,
      List<PackedStages> packedStages,
      LevelLayout packedLayout,
      StageKernel kernel) {
    this.cascade = cascade;
    this.stumps = stumps;
    this.packedStages = packedStages;
    this.packedLayout = packedLayout;
    this.kernel = kernel;
    packed = new short[(cascade.windowWidth() + 1) * (cascade.windowHeight() + 1) * PACKED];
  }

  /** The windows of a band that passed, in order of place. */
  record Found(int[] places, double[] scores) {}

  /** Scans window rows {@code from} to {@code to - 1} of a level. */
  Found scan(ScanLevel level, LevelResize resize, LevelLayout layout, int from, int to) {
    int step = level.step();
    int windows = level.positions(level.width(), cascade.windowWidth());
    int padded = windows + StageKernel.LANES - 1 & -StageKernel.LANES;
    int pixelRows = (to - 1 - from) * step + cascade.windowHeight();
    integrate(resize, layout, from * step, pixelRows, padded + cascade.windowWidth());
    if (sums.length < padded) {
      sums = new int[padded];
      alive = new int[padded];
    }
    waitingCount = 0;
    foundCount = 0;
    int dense = Math.min(PackedStages.FIRST, stumps.stages);
    for (int row = from; row < to; row++) {
      int base = (row - from) * step * layout.stride;
      int count = firstStage(layout, base, windows, padded);
      for (int stage = 1; stage < dense && count > 0; stage++) {
        count = denseStage(stage, layout, base, count);
      }
      await(base, (row - from) * windows, count);
    }
    finishWaiting(layout);
    return new Found(
        Arrays.copyOf(foundPlaces, foundCount), Arrays.copyOf(foundScores, foundCount));
  }

  private void integrate(
      LevelResize resize, LevelLayout layout, int firstRow, int rows, int slack) {
    int width = resize.width();
    int needed = Math.addExact(Math.multiplyExact(rows + 1, layout.stride), slack);
    if (data.length < needed) {
      data = new short[needed];
    }
    if (pixels.length < width) {
      pixels = new byte[width];
    }
    rowPair.begin(width);
    Arrays.fill(data, 0, layout.stride, (short) 0);
    for (int r = 0; r < rows; r++) {
      resize.row(firstRow + r, rowPair, pixels);
      layout.integrate(pixels, width, data, r * layout.stride, (r + 1) * layout.stride);
    }
  }

  /**
   * Evaluates stage 0 along a row and leaves its survivors in {@code alive}. OpenCV passes over the
   * neighbor of a window that this stage rejects, and so do we.
   */
  private int firstStage(LevelLayout layout, int base, int windows, int padded) {
    Arrays.fill(sums, 0, padded, stumps.starts[0]);
    addGains(0, data, base, layout, padded, sums, 0);
    int count = 0;
    for (int w = 0; w < windows; w++) {
      if (passes(0, sums[StageKernel.sumIndex(w)], data, base + w, layout)) {
        alive[count++] = w;
      } else {
        w++;
      }
    }
    return count;
  }

  private boolean passes(int stage, int sum, short[] from, int base, LevelLayout layout) {
    int margin = stumps.margin[stage];
    if (sum >= margin) {
      return true;
    }
    return sum > -margin
        && stumps.exactSum(stage, from, base, layout.columns, layout.rows)
            >= stumps.passingSums[stage];
  }

  /** Evaluates a stage for those blocks of a row that have survivors; returns how many are left. */
  private int denseStage(int stage, LevelLayout layout, int base, int count) {
    int k = 0;
    while (k < count) {
      int start = alive[k] & -StageKernel.LANES;
      int end = start + StageKernel.LANES;
      while (k < count && alive[k] < end) {
        k++;
        if (k < count && alive[k] >= end && alive[k] < end + BRIDGED) {
          end = (alive[k] & -StageKernel.LANES) + StageKernel.LANES;
        }
      }
      Arrays.fill(sums, start, end, stumps.starts[stage]);
      addGains(stage, data, base + start, layout, end - start, sums, start);
    }
    int left = 0;
    for (k = 0; k < count; k++) {
      int w = alive[k];
      if (passes(stage, sums[StageKernel.sumIndex(w)], data, base + w, layout)) {
        alive[left++] = w;
      }
    }
    return left;
  }

  private void addGains(
      int stage,
      short[] from,
      int base,
      LevelLayout layout,
      int windows,
      int[] into,
      int firstSum) {
    kernel.addGains(
        from,
        base,
        layout.columns,
        layout.rows,
        stumps.tables,
        stumps.gains,
        stumps.stageStart[stage],
        stumps.stageStart[stage + 1],
        windows,
        into,
        firstSum);
  }

  private void await(int base, int place, int count) {
    if (waitingCount + count > waiting.length) {
      int length = Math.max(2 * waiting.length, waitingCount + count);
      waiting = Arrays.copyOf(waiting, length);
      waitingPlace = Arrays.copyOf(waitingPlace, length);
    }
    for (int k = 0; k < count; k++) {
      waiting[waitingCount] = base + alive[k];
      waitingPlace[waitingCount] = place + alive[k];
      waitingCount++;
    }
  }

  private void finishWaiting(LevelLayout layout) {
    for (PackedStages part : packedStages) {
      int left = 0;
      for (int first = 0; first < waitingCount; first += PACKED) {
        int count = Math.min(PACKED, waitingCount - first);
        pack(layout, part, first, count);
        count = finishPacked(part, count);
        for (int k = 0; k < count; k++) {
          waiting[left] = waiting[first + lanes[k]];
          waitingPlace[left] = waitingPlace[first + lanes[k]];
          left++;
        }
      }
      waitingCount = left;
    }
    int last = stumps.stages - 1;
    for (int k = 0; k < waitingCount; k++) {
      double sum = stumps.exactSum(last, data, waiting[k], layout.columns, layout.rows);
      found(waitingPlace[k], sum - stumps.passingSums[last]);
    }
  }

  /** Copies the integrals of {@code count} waiting windows side by side. */
  private void pack(LevelLayout layout, PackedStages part, int first, int count) {
    int columns = cascade.windowWidth() + 1;
    for (int p = 0; p < part.points(); p++) {
      int x = part.x(p);
      int y = part.y(p);
      int offset = y * layout.stride + layout.column(x);
      gather(data, offset, waiting, first, packed, (y * columns + x) * PACKED, count);
    }
  }

  private static void gather(
      short[] from, int offset, int[] origins, int first, short[] to, int at, int count) {
    for (int k = 0; k < count; k++) {
      to[at + k] = from[origins[first + k] + offset];
    }
  }

  /** Evaluates stages of the packed windows; leaves the numbers of the survivors in lanes. */
  private int finishPacked(PackedStages part, int packedCount) {
    int count = packedCount;
    int width = packedCount;
    // Lane slot[k] of the packed integrals belongs to window lanes[k] of this pack.
    for (int k = 0; k < count; k++) {
      lanes[k] = k;
      slots[k] = k;
    }
    for (int stage = part.first(); stage < part.end() && count > 0; stage++) {
      if (2 * count <= width - StageKernel.LANES) {
        squeeze(count);
        width = count;
      }
      int padded = width + StageKernel.LANES - 1 & -StageKernel.LANES;
      Arrays.fill(packedSums, 0, padded, stumps.starts[stage]);
      addGains(stage, packed, 0, packedLayout, padded, packedSums, 0);
      int left = 0;
      for (int k = 0; k < count; k++) {
        if (passes(
            stage, packedSums[StageKernel.sumIndex(slots[k])], packed, slots[k], packedLayout)) {
          lanes[left] = lanes[k];
          slots[left] = slots[k];
          left++;
        }
      }
      count = left;
    }
    return count;
  }

  /** Moves the surviving lanes together. */
  private void squeeze(int count) {
    int points = packed.length / PACKED;
    int untouched = 0;
    while (slots[untouched] == untouched && untouched < count - 1) {
      untouched++;
    }
    for (int p = 0; p < points; p++) {
      int at = p * PACKED;
      for (int k = untouched; k < count; k++) {
        packed[at + k] = packed[at + slots[k]];
      }
    }
    for (int k = 0; k < count; k++) {
      slots[k] = k;
    }
  }

  private void found(int place, double score) {
    if (foundCount == foundPlaces.length) {
      foundPlaces = Arrays.copyOf(foundPlaces, 2 * foundCount);
      foundScores = Arrays.copyOf(foundScores, 2 * foundCount);
    }
    foundPlaces[foundCount] = place;
    foundScores[foundCount] = score;
    foundCount++;
  }
}
