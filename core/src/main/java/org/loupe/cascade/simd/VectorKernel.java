package org.loupe.cascade.simd;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.loupe.cascade.StageKernel;

/**
 * The inner loop with 16 windows of 16 bits in a vector.
 *
 * <p>The codes of a block of windows under all stumps come first, then what they add, two blocks at
 * a time. In one method, or with more of them inlined, C2 of Java 17 gives up and allocates every
 * vector. Comparisons are signs of differences, not masks, and indexes of table look-ups are made
 * of them by shifts: masks cost several instructions each where they are kept for a bounds check
 * that fails, and with AVX-512 on Java 17 everywhere. No helper methods: they would not be inlined
 * any more, where the vectors' own still are.
 */
public final class VectorKernel implements StageKernel {

  private static final VectorSpecies<Short> CELLS = ShortVector.SPECIES_256;
  private static final VectorSpecies<Integer> SUMS = IntVector.SPECIES_256;
  private static final VectorSpecies<Byte> TABLE = ByteVector.SPECIES_256;

  private static final int SIGNS = 0x80008000;
  private static final int SPREAD = 31;

  private static final byte[] POWERS = powers();

  private VectorKernel() {}

  /** Returns the kernel. */
  public static StageKernel create() {
    return new VectorKernel();
  }

  private static byte[] powers() {
    byte[] powers = new byte[TABLE.length()];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = (byte) (1 << (i & 7));
    }
    return powers;
  }

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
    int half = LANES / 2 * (end - first);
    for (int b = 0; b < count; b += 2) {
      codes(data, blocks[b], corners, first, end, codes, 0);
      if (b + 1 < count) {
        codes(data, blocks[b + 1], corners, first, end, codes, half);
      }
      addPair(codes, half, tables, gains, first, end, start, sums, LANES * b);
    }
  }

  /** Leaves a vector of inverted codes per stump. */
  private static void codes(
      short[] data, int w, int[] corners, int first, int end, int[] codes, int at) {
    for (int stump = first; stump < end; stump++) {
      int c = 16 * stump;
      // Vertical differences first: each column of a row of cells serves two cells.
      ShortVector upper0 = ShortVector.fromArray(CELLS, data, corners[c + 4] + w);
      ShortVector upper1 = ShortVector.fromArray(CELLS, data, corners[c + 5] + w);
      ShortVector upper2 = ShortVector.fromArray(CELLS, data, corners[c + 6] + w);
      ShortVector upper3 = ShortVector.fromArray(CELLS, data, corners[c + 7] + w);
      ShortVector l0 = upper0.sub(ShortVector.fromArray(CELLS, data, corners[c] + w));
      ShortVector l1 = upper1.sub(ShortVector.fromArray(CELLS, data, corners[c + 1] + w));
      ShortVector l2 = upper2.sub(ShortVector.fromArray(CELLS, data, corners[c + 2] + w));
      ShortVector l3 = upper3.sub(ShortVector.fromArray(CELLS, data, corners[c + 3] + w));
      ShortVector lower0 = ShortVector.fromArray(CELLS, data, corners[c + 8] + w);
      ShortVector lower1 = ShortVector.fromArray(CELLS, data, corners[c + 9] + w);
      ShortVector lower2 = ShortVector.fromArray(CELLS, data, corners[c + 10] + w);
      ShortVector lower3 = ShortVector.fromArray(CELLS, data, corners[c + 11] + w);
      ShortVector m0 = lower0.sub(upper0);
      ShortVector m1 = lower1.sub(upper1);
      ShortVector m2 = lower2.sub(upper2);
      ShortVector m3 = lower3.sub(upper3);
      ShortVector n0 = ShortVector.fromArray(CELLS, data, corners[c + 12] + w).sub(lower0);
      ShortVector n1 = ShortVector.fromArray(CELLS, data, corners[c + 13] + w).sub(lower1);
      ShortVector n2 = ShortVector.fromArray(CELLS, data, corners[c + 14] + w).sub(lower2);
      ShortVector n3 = ShortVector.fromArray(CELLS, data, corners[c + 15] + w).sub(lower3);
      ShortVector center = m2.sub(m1);
      // The signs of outer less central cells, from the left one on, against the clock.
      IntVector code = m1.sub(m0).sub(center).reinterpretAsInts().and(SIGNS);
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(n1.sub(n0).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(n2.sub(n1).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(n3.sub(n2).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(m3.sub(m2).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(l3.sub(l2).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(l2.sub(l1).sub(center).reinterpretAsInts().and(SIGNS));
      code =
          code.lanewise(VectorOperators.LSHR, 1)
              .or(l1.sub(l0).sub(center).reinterpretAsInts().and(SIGNS));
      code.intoArray(codes, at + 8 * (stump - first));
    }
  }

  /** Adds what the codes of two blocks gain. */
  private static void addPair(
      int[] codes,
      int half,
      byte[] tables,
      int[] gains,
      int first,
      int end,
      int start,
      int[] sums,
      int at) {
    IntVector evenA = IntVector.broadcast(SUMS, start);
    IntVector evenB = evenA;
    IntVector oddA = evenA;
    IntVector oddB = evenA;
    ByteVector powers = ByteVector.fromArray(TABLE, POWERS, 0);
    for (int stump = first; stump < end; stump++) {
      int c = 8 * (stump - first);
      // A window of the first block in the upper byte, one of the second in the lower.
      IntVector code =
          IntVector.fromArray(SUMS, codes, c)
              .or(IntVector.fromArray(SUMS, codes, half + c).lanewise(VectorOperators.LSHR, 8));
      ByteVector row = code.lanewise(VectorOperators.LSHR, 3).and(0x1F1F1F1F).reinterpretAsBytes();
      ByteVector column = code.and(0x07070707).reinterpretAsBytes();
      ByteVector bits =
          ByteVector.fromArray(TABLE, tables, 32 * stump)
              .rearrange(row.toShuffle())
              .and(powers.rearrange(column.toShuffle()));
      // Negative where the bit is set; the sign of each byte is spread over an int.
      IntVector quads = bits.neg().reinterpretAsInts();
      IntVector gain = IntVector.broadcast(SUMS, gains[stump]);
      evenB =
          evenB.add(
              quads
                  .lanewise(VectorOperators.LSHL, 24)
                  .lanewise(VectorOperators.ASHR, SPREAD)
                  .and(gain));
      evenA =
          evenA.add(
              quads
                  .lanewise(VectorOperators.LSHL, 16)
                  .lanewise(VectorOperators.ASHR, SPREAD)
                  .and(gain));
      oddB =
          oddB.add(
              quads
                  .lanewise(VectorOperators.LSHL, 8)
                  .lanewise(VectorOperators.ASHR, SPREAD)
                  .and(gain));
      oddA = oddA.add(quads.lanewise(VectorOperators.ASHR, SPREAD).and(gain));
    }
    evenA.intoArray(sums, at);
    oddA.intoArray(sums, at + 8);
    evenB.intoArray(sums, at + 16);
    oddB.intoArray(sums, at + 24);
  }
}
