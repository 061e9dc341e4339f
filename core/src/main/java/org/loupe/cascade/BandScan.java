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

  /** From a point of packed windows to the next: not a multiple of four cache lines. */
  static final int PACKED_STEP = PACKED + 16;

  /** Blocks that go through a stage together. */
  private static final int CHUNK = 64;

  private final LbpCascade cascade;
  private final StumpTables stumps;
  private final List<PackedStages> packedStages;
  private final LevelLayout packedLayout;
  private final StageKernel kernel;
  private final LevelResize.RowPair rowPair = new LevelResize.RowPair();

  private byte[] pixels = {};
  private short[] data = {};

  /** Origins of the blocks that the kernel sees, and the sums of their windows. */
  private int[] blocks = new int[CHUNK];

  private int[] sums = new int[CHUNK * StageKernel.LANES];

  /** Origins of the windows that survived so far, and their places. */
  private int[] alive = new int[1024];

  private int[] alivePlace = new int[1024];
  private int aliveCount;

  private final short[] packed;
  private final int[] codes;
  private final int[] lanes = new int[PACKED];
  private final int[] slots = new int[CHUNK * StageKernel.LANES];

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
    codes = new int[StageKernel.LANES * stumps.mostStumps()];
    packed = new short[(cascade.windowWidth() + 1) * (cascade.windowHeight() + 1) * PACKED_STEP];
  }

  /** The windows of a band that passed, in order of place. */
  record Found(int[] places, double[] scores) {}

  /** Scans window rows {@code from} to {@code to - 1} of a level. */
  Found scan(ScanLevel level, LevelResize resize, LevelLayout layout, int from, int to) {
    int step = level.step();
    int windows = level.positions(level.width(), cascade.windowWidth());
    int pixelRows = (to - 1 - from) * step + cascade.windowHeight();
    integrate(resize, layout, from * step, pixelRows);
    aliveCount = 0;
    foundCount = 0;
    firstStage(layout, step * layout.stride, windows, to - from);
    int dense = Math.min(PackedStages.FIRST, stumps.stages);
    for (int stage = 1; stage < dense; stage++) {
      blockStage(stage, layout);
    }
    finishPacked(layout);
    return new Found(
        Arrays.copyOf(foundPlaces, foundCount), Arrays.copyOf(foundScores, foundCount));
  }

  private void integrate(LevelResize resize, LevelLayout layout, int firstRow, int rows) {
    int width = resize.width();
    // A block may begin at the last window.
    int needed = Math.addExact(Math.multiplyExact(rows + 1, layout.stride), StageKernel.LANES);
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
   * Evaluates stage 0 and lists its survivors. OpenCV passes over the neighbor of a window that
   * this stage rejects, and so do we.
   */
  private void firstStage(LevelLayout layout, int rowStep, int windows, int rows) {
    int blocksInRow = (windows + StageKernel.LANES - 1) / StageKernel.LANES;
    int together = Math.max(1, CHUNK / blocksInRow);
    if (blocks.length < blocksInRow) {
      blocks = new int[blocksInRow];
      sums = new int[(blocksInRow + 1) * StageKernel.LANES];
    }
    for (int row = 0; row < rows; row += together) {
      int end = Math.min(row + together, rows);
      int count = 0;
      for (int r = row; r < end; r++) {
        for (int b = 0; b < blocksInRow; b++) {
          blocks[count++] = r * rowStep + b * StageKernel.LANES;
        }
      }
      addGains(0, data, layout, count);
      room((end - row) * windows);
      for (int r = row; r < end; r++) {
        int firstSum = (r - row) * blocksInRow * StageKernel.LANES;
        for (int w = 0; w < windows; w++) {
          int origin = r * rowStep + w;
          if (passes(0, sums[firstSum + StageKernel.sumIndex(w)], data, origin, layout)) {
            alive[aliveCount] = origin;
            alivePlace[aliveCount] = r * windows + w;
            aliveCount++;
          } else {
            w++;
          }
        }
      }
    }
  }

  private boolean passes(int stage, int sum, short[] from, int base, LevelLayout layout) {
    int margin = stumps.margin[stage];
    if (sum >= margin) {
      return true;
    }
    return sum > -margin
        && stumps.exactSum(stage, from, base, layout.corners) >= stumps.passingSums[stage];
  }

  /** Evaluates a stage for the survivors, in blocks of neighbors as they lie. */
  private void blockStage(int stage, LevelLayout layout) {
    int left = 0;
    int next = 0;
    while (next < aliveCount) {
      int first = next;
      int count = 0;
      int base = 0;
      while (next < aliveCount) {
        int lane = alive[next] - base;
        if (lane >= StageKernel.LANES || count == 0) {
          if (count == CHUNK) {
            break;
          }
          base = alive[next];
          lane = 0;
          blocks[count++] = base;
        }
        slots[next - first] = (count - 1) * StageKernel.LANES + StageKernel.sumIndex(lane);
        next++;
      }
      addGains(stage, data, layout, count);
      for (int k = first; k < next; k++) {
        int origin = alive[k];
        if (passes(stage, sums[slots[k - first]], data, origin, layout)) {
          alive[left] = origin;
          alivePlace[left] = alivePlace[k];
          left++;
        }
      }
    }
    aliveCount = left;
  }

  /** Leaves in sums what {@code count} blocks have in a stage. */
  private void addGains(int stage, short[] from, LevelLayout layout, int count) {
    kernel.addGains(
        from,
        blocks,
        count,
        layout.corners,
        stumps.tables,
        stumps.gains,
        stumps.stageStart[stage],
        stumps.stageStart[stage + 1],
        stumps.starts[stage],
        codes,
        sums);
  }

  private void room(int more) {
    if (aliveCount + more > alive.length) {
      int length = Math.max(2 * alive.length, aliveCount + more);
      alive = Arrays.copyOf(alive, length);
      alivePlace = Arrays.copyOf(alivePlace, length);
    }
  }

  private void finishPacked(LevelLayout layout) {
    for (PackedStages part : packedStages) {
      int left = 0;
      for (int first = 0; first < aliveCount; first += PACKED) {
        int count = Math.min(PACKED, aliveCount - first);
        pack(layout, part, first, count);
        count = packedPart(part, count);
        for (int k = 0; k < count; k++) {
          alive[left] = alive[first + lanes[k]];
          alivePlace[left] = alivePlace[first + lanes[k]];
          left++;
        }
      }
      aliveCount = left;
    }
    int last = stumps.stages - 1;
    for (int k = 0; k < aliveCount; k++) {
      double sum = stumps.exactSum(last, data, alive[k], layout.corners);
      found(alivePlace[k], sum - stumps.passingSums[last]);
    }
  }

  /** Copies the integrals of {@code count} alive windows side by side. */
  private void pack(LevelLayout layout, PackedStages part, int first, int count) {
    int columns = cascade.windowWidth() + 1;
    for (int p = 0; p < part.points(); p++) {
      int x = part.x(p);
      int y = part.y(p);
      int offset = y * layout.stride + layout.column(x);
      gather(data, offset, alive, first, packed, (y * columns + x) * PACKED_STEP, count);
    }
  }

  private static void gather(
      short[] from, int offset, int[] origins, int first, short[] to, int at, int count) {
    for (int k = 0; k < count; k++) {
      to[at + k] = from[origins[first + k] + offset];
    }
  }

  /** Evaluates stages of the packed windows; leaves the numbers of the survivors in lanes. */
  private int packedPart(PackedStages part, int packedCount) {
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
      for (int b = 0; b < padded; b += StageKernel.LANES) {
        blocks[b / StageKernel.LANES] = b;
      }
      addGains(stage, packed, packedLayout, padded / StageKernel.LANES);
      int left = 0;
      for (int k = 0; k < count; k++) {
        if (passes(stage, sums[StageKernel.sumIndex(slots[k])], packed, slots[k], packedLayout)) {
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
    int points = packed.length / PACKED_STEP;
    int untouched = 0;
    while (slots[untouched] == untouched && untouched < count - 1) {
      untouched++;
    }
    for (int p = 0; p < points; p++) {
      int at = p * PACKED_STEP;
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
