package org.loupe.cascade.simd;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.loupe.cascade.StageKernel;

/** The inner loop with 16 windows of 16 bits in a vector. */
public final class VectorKernel implements StageKernel {

  private static final VectorSpecies<Short> CELLS = ShortVector.SPECIES_256;
  private static final VectorSpecies<Integer> SUMS = IntVector.SPECIES_256;

  private VectorKernel() {}

  /** Returns the kernel. */
  public static StageKernel create() {
    return new VectorKernel();
  }

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
      addGain(
          data, blocks, count, columns, rows, 4 * stump, tables, 16 * stump, gains[stump], sums);
    }
  }

  private static void addGain(
      short[] data,
      int[] blocks,
      int count,
      int[] columns,
      int[] rows,
      int corner,
      short[] tables,
      int table,
      int gain,
      int[] sums) {
    int x0 = columns[corner];
    int x1 = columns[corner + 1];
    int x2 = columns[corner + 2];
    int x3 = columns[corner + 3];
    int y0 = rows[corner];
    int y1 = rows[corner + 1];
    int y2 = rows[corner + 2];
    int y3 = rows[corner + 3];
    int i00 = y0 + x0;
    int i01 = y0 + x1;
    int i02 = y0 + x2;
    int i03 = y0 + x3;
    int i10 = y1 + x0;
    int i11 = y1 + x1;
    int i12 = y1 + x2;
    int i13 = y1 + x3;
    int i20 = y2 + x0;
    int i21 = y2 + x1;
    int i22 = y2 + x2;
    int i23 = y2 + x3;
    int i30 = y3 + x0;
    int i31 = y3 + x1;
    int i32 = y3 + x2;
    int i33 = y3 + x3;
    ShortVector t0 = ShortVector.broadcast(CELLS, tables[table]);
    ShortVector t1 = ShortVector.broadcast(CELLS, tables[table + 1]);
    ShortVector t2 = ShortVector.broadcast(CELLS, tables[table + 2]);
    ShortVector t3 = ShortVector.broadcast(CELLS, tables[table + 3]);
    ShortVector t4 = ShortVector.broadcast(CELLS, tables[table + 4]);
    ShortVector t5 = ShortVector.broadcast(CELLS, tables[table + 5]);
    ShortVector t6 = ShortVector.broadcast(CELLS, tables[table + 6]);
    ShortVector t7 = ShortVector.broadcast(CELLS, tables[table + 7]);
    ShortVector t8 = ShortVector.broadcast(CELLS, tables[table + 8]);
    ShortVector t9 = ShortVector.broadcast(CELLS, tables[table + 9]);
    ShortVector t10 = ShortVector.broadcast(CELLS, tables[table + 10]);
    ShortVector t11 = ShortVector.broadcast(CELLS, tables[table + 11]);
    ShortVector t12 = ShortVector.broadcast(CELLS, tables[table + 12]);
    ShortVector t13 = ShortVector.broadcast(CELLS, tables[table + 13]);
    ShortVector t14 = ShortVector.broadcast(CELLS, tables[table + 14]);
    ShortVector t15 = ShortVector.broadcast(CELLS, tables[table + 15]);
    ShortVector one = ShortVector.broadcast(CELLS, (short) 1);
    ShortVector two = ShortVector.broadcast(CELLS, (short) 2);
    ShortVector four = ShortVector.broadcast(CELLS, (short) 4);
    ShortVector sixteen = ShortVector.broadcast(CELLS, (short) 16);
    ShortVector high = ShortVector.broadcast(CELLS, (short) 256);
    IntVector gains = IntVector.broadcast(SUMS, gain);
    for (int b = 0; b < count; b++) {
      int w = blocks[b];
      // Vertical differences first: each column of a row of cells serves two cells.
      ShortVector upper0 = load(data, i10 + w);
      ShortVector upper1 = load(data, i11 + w);
      ShortVector upper2 = load(data, i12 + w);
      ShortVector upper3 = load(data, i13 + w);
      ShortVector l0 = upper0.sub(load(data, i00 + w));
      ShortVector l1 = upper1.sub(load(data, i01 + w));
      ShortVector l2 = upper2.sub(load(data, i02 + w));
      ShortVector l3 = upper3.sub(load(data, i03 + w));
      ShortVector lower0 = load(data, i20 + w);
      ShortVector lower1 = load(data, i21 + w);
      ShortVector lower2 = load(data, i22 + w);
      ShortVector lower3 = load(data, i23 + w);
      ShortVector m0 = lower0.sub(upper0);
      ShortVector m1 = lower1.sub(upper1);
      ShortVector m2 = lower2.sub(upper2);
      ShortVector m3 = lower3.sub(upper3);
      ShortVector center = m2.sub(m1);
      VectorMask<Short> right = m3.sub(m2).lt(center);
      VectorMask<Short> left = m1.sub(m0).lt(center);
      VectorMask<Short> topLeft = l1.sub(l0).lt(center);
      VectorMask<Short> top = l2.sub(l1).lt(center);
      VectorMask<Short> topRight = l3.sub(l2).lt(center);
      ShortVector n0 = load(data, i30 + w).sub(lower0);
      ShortVector n1 = load(data, i31 + w).sub(lower1);
      ShortVector n2 = load(data, i32 + w).sub(lower2);
      ShortVector n3 = load(data, i33 + w).sub(lower3);
      VectorMask<Short> bottomLeft = n1.sub(n0).lt(center);
      VectorMask<Short> bottom = n2.sub(n1).lt(center);
      VectorMask<Short> bottomRight = n3.sub(n2).lt(center);
      ShortVector word =
          t0.blend(t1, right)
              .blend(t2.blend(t3, right), topRight)
              .blend(t4.blend(t5, right).blend(t6.blend(t7, right), topRight), top)
              .blend(
                  t8.blend(t9, right)
                      .blend(t10.blend(t11, right), topRight)
                      .blend(t12.blend(t13, right).blend(t14.blend(t15, right), topRight), top),
                  topLeft);
      // Multiplication by a power of two is the shift by a variable that AVX2 lacks at 16 bits.
      word =
          word.mul(one.blend(two, left))
              .mul(one.blend(four, bottomLeft))
              .mul(one.blend(sixteen, bottom))
              .mul(one.blend(high, bottomRight));
      // Bit 15 of each short, spread over an int: of even windows, then of odd ones.
      IntVector pairs = word.reinterpretAsInts();
      IntVector even =
          pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 31).and(gains);
      IntVector odd = pairs.lanewise(VectorOperators.ASHR, 31).and(gains);
      int s = 16 * b;
      IntVector.fromArray(SUMS, sums, s).add(even).intoArray(sums, s);
      IntVector.fromArray(SUMS, sums, s + 8).add(odd).intoArray(sums, s + 8);
    }
  }

  private static ShortVector load(short[] data, int index) {
    return ShortVector.fromArray(CELLS, data, index);
  }
}
