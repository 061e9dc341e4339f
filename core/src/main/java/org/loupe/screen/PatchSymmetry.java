package org.loupe.screen;

/**
 * The eight symmetries of the square, for patches and for the boxes in them.
 *
 * @param number 0 to 7: bit 0 mirrors left and right, bit 1 top and bottom, bit 2 then exchanges x
 *     and y; 0 changes nothing
 */
public record PatchSymmetry(int number) {

  /** How many there are. */
  public static final int COUNT = 8;

  public PatchSymmetry {
    if (number < 0 || number >= COUNT) {
      throw new IllegalArgumentException("number must be 0 to 7, was " + number);
    }
  }

  /** Rotations by half a turn and by a quarter to either side come before their mirror images. */
  private static final int[] VIEWS = {0, 3, 5, 6, 1, 2, 4, 7};

  /**
   * Returns the symmetries in the order in which a candidate is seen: of four views, two see its
   * width as its height.
   */
  public static PatchSymmetry view(int number) {
    return new PatchSymmetry(VIEWS[number]);
  }

  private boolean mirrorsX() {
    return (number & 1) != 0;
  }

  private boolean mirrorsY() {
    return (number & 2) != 0;
  }

  private boolean transposes() {
    return (number & 4) != 0;
  }

  /**
   * Returns a patch as it is after this symmetry.
   *
   * @param patch square planes, one after the other
   * @param size samples along each side of a plane
   */
  public float[] turned(float[] patch, int size) {
    float[] turned = new float[patch.length];
    int plane = size * size;
    for (int offset = 0; offset < patch.length; offset += plane) {
      for (int y = 0; y < size; y++) {
        int toY = mirrorsY() ? size - 1 - y : y;
        for (int x = 0; x < size; x++) {
          int toX = mirrorsX() ? size - 1 - x : x;
          int to = transposes() ? toX * size + toY : toY * size + toX;
          turned[offset + to] = patch[offset + y * size + x];
        }
      }
    }
    return turned;
  }

  /** Returns a way to a box as it is after this symmetry. */
  public BoxDelta turned(BoxDelta delta) {
    double dx = mirrorsX() ? -delta.dx() : delta.dx();
    double dy = mirrorsY() ? -delta.dy() : delta.dy();
    return transposes()
        ? new BoxDelta(dy, dx, delta.logHeight(), delta.logWidth())
        : new BoxDelta(dx, dy, delta.logWidth(), delta.logHeight());
  }

  /** Returns a way to a box as it was before this symmetry. */
  public BoxDelta turnedBack(BoxDelta delta) {
    BoxDelta exchanged =
        transposes()
            ? new BoxDelta(delta.dy(), delta.dx(), delta.logHeight(), delta.logWidth())
            : delta;
    return new BoxDelta(
        mirrorsX() ? -exchanged.dx() : exchanged.dx(),
        mirrorsY() ? -exchanged.dy() : exchanged.dy(),
        exchanged.logWidth(),
        exchanged.logHeight());
  }
}
