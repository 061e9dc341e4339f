package org.loupe.cascade;

import java.util.List;

/**
 * A cascade's stages as flat arrays, in the order of evaluation. Immutable.
 *
 * <p>A stump's set of codes becomes 32 bytes: the inverted code's upper five bits choose the byte,
 * the lower three the bit. Inverted, because then each bit is the sign of outer less central cell.
 *
 * <p>Leaves become integers in units of 2^-{@link #fractionBits}, so that a stage's sum is exact
 * arithmetic in any order; what rounding may cost is bounded by {@link #margin}, and a sum that
 * close to its threshold is decided in double, in OpenCV's order.
 */
final class StumpTables {

  final int stages;

  /** Stage s has the stumps from {@code stageStart[s]} to {@code stageStart[s + 1] - 1}. */
  final int[] stageStart;

  final LbpFeature[] features;
  final CodeSet[] codes;
  final float[] leftLeaves;
  final float[] rightLeaves;

  /** The sum that passes, per stage. */
  final float[] passingSums;

  final byte[] tables;
  final int[] gains;

  /** Sum of a stage's right leaves less its passing sum: where its windows' sums begin. */
  final int[] starts;

  final int[] fractionBits;

  /** A stage's sum is certain if it is at least this far from zero. */
  final int[] margin;

  /** Whether every cell's sum fits 15 bits, which the kernels need. */
  final boolean cellsFit;

  StumpTables(LbpCascade cascade) {
    stages = cascade.stages().size();
    stageStart = new int[stages + 1];
    for (int s = 0; s < stages; s++) {
      stageStart[s + 1] = stageStart[s] + cascade.stages().get(s).stumps().size();
    }
    int stumps = stageStart[stages];
    features = new LbpFeature[stumps];
    codes = new CodeSet[stumps];
    leftLeaves = new float[stumps];
    rightLeaves = new float[stumps];
    passingSums = new float[stages];
    tables = new byte[32 * stumps];
    gains = new int[stumps];
    starts = new int[stages];
    fractionBits = new int[stages];
    margin = new int[stages];
    boolean fit = true;
    for (int s = 0; s < stages; s++) {
      Stage stage = cascade.stages().get(s);
      passingSums[s] = stage.passingSum();
      fractionBits[s] = fractionBits(stage);
      margin[s] = stage.stumps().size() + 2;
      double start = -Math.rint(Math.scalb((double) passingSums[s], fractionBits[s]));
      int i = stageStart[s];
      for (Stump stump : stage.stumps()) {
        features[i] = cascade.features().get(stump.feature());
        fit &= features[i].cellArea() * 255L < 1 << 15;
        codes[i] = stump.leftCodes();
        leftLeaves[i] = stump.leftLeaf();
        rightLeaves[i] = stump.rightLeaf();
        double left = Math.rint(Math.scalb((double) stump.leftLeaf(), fractionBits[s]));
        double right = Math.rint(Math.scalb((double) stump.rightLeaf(), fractionBits[s]));
        gains[i] = (int) (left - right);
        start += right;
        fillTable(stump.leftCodes(), tables, 32 * i);
        i++;
      }
      starts[s] = (int) start;
    }
    cellsFit = fit;
  }

  /** Returns how many columns of points the features reach. */
  int pointColumns() {
    int columns = 1;
    for (LbpFeature feature : features) {
      columns = Math.max(columns, feature.x() + 3 * feature.cellWidth() + 1);
    }
    return columns;
  }

  /** Returns how many stumps the largest stage has. */
  int mostStumps() {
    int most = 0;
    for (int s = 0; s < stages; s++) {
      most = Math.max(most, stageStart[s + 1] - stageStart[s]);
    }
    return most;
  }

  /** Returns how many fractional bits keep every partial sum of the stage below 2^30. */
  private static int fractionBits(Stage stage) {
    double most = Math.abs(stage.passingSum());
    List<Stump> stumps = stage.stumps();
    for (Stump stump : stumps) {
      most += Math.max(Math.abs(stump.leftLeaf()), Math.abs(stump.rightLeaf()));
      most += Math.abs((double) stump.leftLeaf() - stump.rightLeaf());
    }
    int bits = 29 - Math.getExponent(Math.max(most, Double.MIN_NORMAL));
    return Math.min(bits - 1, 60);
  }

  private static void fillTable(CodeSet set, byte[] tables, int at) {
    for (int code = 0; code < 256; code++) {
      if (set.contains(code)) {
        int inverted = code ^ 0xFF;
        tables[at + (inverted >> 3)] |= (byte) (1 << (inverted & 7));
      }
    }
  }

  /**
   * Returns the sum of a stage's leaves for one window, in double and in order, as OpenCV adds.
   *
   * @param base index of the window's origin in {@code data}
   * @param corners sixteen offsets per stump, by rows
   */
  double exactSum(int stage, short[] data, int base, int[] corners) {
    double sum = 0;
    for (int i = stageStart[stage]; i < stageStart[stage + 1]; i++) {
      sum += codes[i].contains(code(data, base, corners, 16 * i)) ? leftLeaves[i] : rightLeaves[i];
    }
    return sum;
  }

  private static int code(short[] data, int base, int[] corners, int at) {
    int center = cell(data, base, corners, at + 5);
    int code = 0;
    code |= cell(data, base, corners, at) >= center ? 128 : 0;
    code |= cell(data, base, corners, at + 1) >= center ? 64 : 0;
    code |= cell(data, base, corners, at + 2) >= center ? 32 : 0;
    code |= cell(data, base, corners, at + 6) >= center ? 16 : 0;
    code |= cell(data, base, corners, at + 10) >= center ? 8 : 0;
    code |= cell(data, base, corners, at + 9) >= center ? 4 : 0;
    code |= cell(data, base, corners, at + 8) >= center ? 2 : 0;
    code |= cell(data, base, corners, at + 4) >= center ? 1 : 0;
    return code;
  }

  /** The cell whose top left corner is the one numbered {@code at}. */
  private static int cell(short[] data, int base, int[] corners, int at) {
    return data[base + corners[at + 5]]
            - data[base + corners[at + 4]]
            - data[base + corners[at + 1]]
            + data[base + corners[at]]
        & 0xFFFF;
  }
}
