package org.loupe.statistics;

import java.util.Arrays;
import java.util.List;

/** A family of dislocation loops: a crystal lattice and the Burgers vectors that it allows. */
public enum LoopFamily {
  /** 1/2&lt;111&gt; in bcc: four variants. */
  BCC_HALF_111("bcc", "1/2<111>", 2, 1, 1, 1),
  /** &lt;100&gt; in bcc: three variants. */
  BCC_100("bcc", "<100>", 1, 1, 0, 0),
  /** The faulted Frank loop 1/3&lt;111&gt; in fcc: four variants. */
  FCC_THIRD_111("fcc", "1/3<111>", 3, 1, 1, 1),
  /** The perfect loop 1/2&lt;110&gt; in fcc: six variants. */
  FCC_HALF_110("fcc", "1/2<110>", 2, 1, 1, 0);

  private final String lattice;
  private final String burgers;
  private final int divisor;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final int[][] variants;

  LoopFamily(String lattice, String burgers, int divisor, int h, int k, int l) {
    this.lattice = lattice;
    this.burgers = burgers;
    this.divisor = divisor;
    this.variants = variants(h, k, l);
  }

  /** Returns every vector of the family once, of each pair of opposite ones the one. */
  private static int[][] variants(int h, int k, int l) {
    int[][] orders = {{h, k, l}, {k, l, h}, {l, h, k}};
    return Arrays.stream(orders)
        .flatMap(
            order ->
                Arrays.stream(
                    new int[][] {
                      order,
                      {-order[0], order[1], order[2]},
                      {order[0], -order[1], order[2]},
                      {order[0], order[1], -order[2]}
                    }))
        .map(LoopFamily::withFirstPositive)
        .map(Arrays::toString)
        .distinct()
        .map(LoopFamily::parsed)
        .toArray(int[][]::new);
  }

  private static int[] withFirstPositive(int[] vector) {
    for (int component : vector) {
      if (component != 0) {
        int sign = component > 0 ? 1 : -1;
        return new int[] {sign * vector[0], sign * vector[1], sign * vector[2]};
      }
    }
    return vector;
  }

  private static int[] parsed(String text) {
    return Arrays.stream(text.substring(1, text.length() - 1).split(", ", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Returns the lattice, {@code bcc} or {@code fcc}. */
  public String lattice() {
    return lattice;
  }

  /** Returns the Burgers vectors as they are written, such as {@code 1/2<111>}. */
  public String burgers() {
    return burgers;
  }

  /** Returns |g·b| of every variant for the reflection, in the order of the variants. */
  List<Double> contrasts(int h, int k, int l) {
    return Arrays.stream(variants)
        .map(b -> Math.abs(h * b[0] + k * b[1] + l * b[2]) / (double) divisor)
        .toList();
  }

  /** Returns whether the lattice has the reflection: neither is every plane's. */
  boolean reflects(int h, int k, int l) {
    boolean evenSum = Math.floorMod(h + k + l, 2) == 0;
    boolean sameParity =
        Math.floorMod(h, 2) == Math.floorMod(k, 2) && Math.floorMod(k, 2) == Math.floorMod(l, 2);
    return (h != 0 || k != 0 || l != 0) && (lattice.equals("bcc") ? evenSum : sameParity);
  }
}
