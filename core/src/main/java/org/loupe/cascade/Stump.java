package org.loupe.cascade;

/**
 * A weak classifier: one of two leaves, by the code of one feature.
 *
 * @param feature index into {@link LbpCascade#features()}
 * @param leftCodes the codes that lead to {@code leftLeaf}
 * @param leftLeaf finite
 * @param rightLeaf finite
 */
public record Stump(int feature, CodeSet leftCodes, float leftLeaf, float rightLeaf) {

  public Stump {
    if (feature < 0) {
      throw new IllegalArgumentException("feature index must not be negative, was " + feature);
    }
    if (!Float.isFinite(leftLeaf) || !Float.isFinite(rightLeaf)) {
      throw new IllegalArgumentException(
          "leaves must be finite, were " + leftLeaf + " and " + rightLeaf);
    }
  }

  /**
   * Returns the leaf that {@code code} leads to.
   *
   * @param code 0 to 255
   */
  public float leaf(int code) {
    return leftCodes.contains(code) ? leftLeaf : rightLeaf;
  }
}
