package org.loupe.cascade;

import java.util.List;

/**
 * A cascade's stages as flat arrays, in the order of evaluation. Immutable.
 *
 * <p>A stump's set of codes becomes sixteen shorts: the inverted code's upper half chooses the
 * short, and shifting it left by the lower half brings the answer to its sign bit. Inverted,
 * because then each bit is the sign of outer less central cell.
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

  final short[] tables;
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
    tables = new short[16 * stumps];
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
        fillTable(stump.leftCodes(), tables, 16 * i);
        i++;
      }
      starts[s] = (int) start;
    }
    cellsFit = fit;
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

  private static void fillTable(CodeSet set, short[] tables, int at) {
    for (int code = 0; code < 256; code++) {
      if (set.contains(code)) {
        int inverted = code ^ 0xFF;
        tables[at + (inverted >> 4)] |= (short) (1 << (15 - (inverted & 15)));
      }
    }
  }

  /**
   * Returns the sum of a stage's leaves for one window, in double and in order, as OpenCV adds.
   *
   * @param base index of the window's origin in {@code data}
   */
  double exactSum(int stage, short[] data, int base, int[] columns, int[] rows) {
    double sum = 0;
    for (int i = stageStart[stage]; i < stageStart[stage + 1]; i++) {
      int x = 4 * i;
      sum += codes[i].contains(code(data, base, columns, rows, x)) ? leftLeaves[i] : rightLeaves[i];
    }
    return sum;
  }

  private static int code(short[] data, int base, int[] columns, int[] rows, int at) {
    int center = cell(data, base, columns, rows, at + 1, at + 1);
    int code = 0;
    code |= cell(data, base, columns, rows, at, at) >= center ? 128 : 0;
    code |= cell(data, base, columns, rows, at + 1, at) >= center ? 64 : 0;
    code |= cell(data, base, columns, rows, at + 2, at) >= center ? 32 : 0;
    code |= cell(data, base, columns, rows, at + 2, at + 1) >= center ? 16 : 0;
    code |= cell(data, base, columns, rows, at + 2, at + 2) >= center ? 8 : 0;
    code |= cell(data, base, columns, rows, at + 1, at + 2) >= center ? 4 : 0;
    code |= cell(data, base, columns, rows, at, at + 2) >= center ? 2 : 0;
    code |= cell(data, base, columns, rows, at, at + 1) >= center ? 1 : 0;
    return code;
  }

  private static int cell(short[] data, int base, int[] columns, int[] rows, int column, int row) {
    int top = base + rows[row];
    int bottom = base + rows[row + 1];
    int left = columns[column];
    int right = columns[column + 1];
    return data[bottom + right] - data[bottom + left] - data[top + right] + data[top + left]
        & 0xFFFF;
  }
}
