package org.loupe.image;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * The lines round the set pixels of a mask, along the pixels' edges.
 *
 * <p>Pixels that touch by a corner lie in one line. The lines hold exactly the set pixels: {@link
 * ShapeFill} gives the mask back.
 */
public final class MaskOutline {

  /** Steps by direction: right, down, left, up. */
  private static final int[] DX = {1, 0, -1, 0};

  private static final int[] DY = {0, 1, 0, -1};

  private MaskOutline() {}

  /**
   * Returns the lines, outer ones clockwise on screen and those of holes the other way, in the
   * order of their topmost corners; none for an empty mask.
   *
   * @param left x of the mask's first column, in pixels of the micrograph
   * @param top y of the mask's first row, in pixels of the micrograph
   */
  public static List<Polygon> of(Mask mask, int left, int top) {
    int width = mask.width();
    // sides that lead right, by the pixel below: every line has one
    BitSet walked = new BitSet();
    List<Polygon> lines = new ArrayList<>();
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < width; x++) {
        if (isSide(mask, x, y, 0) && !walked.get(y * width + x)) {
          lines.add(line(mask, walked, x, y, left, top));
        }
      }
    }
    return lines;
  }

  private static Polygon line(Mask mask, BitSet walked, int startX, int startY, int left, int top) {
    List<Point> corners = new ArrayList<>();
    int x = startX;
    int y = startY;
    int direction = 0;
    while (true) {
      if (direction == 0) {
        walked.set(y * mask.width() + x);
      }
      x += DX[direction];
      y += DY[direction];
      int next = turned(mask, x, y, direction);
      if (next != direction) {
        corners.add(new Point(left + x, top + y));
      }
      direction = next;
      if (x == startX && y == startY && direction == 0) {
        return new Polygon(corners);
      }
    }
  }

  /** Returns the direction in which the line goes on: left before right joins touching corners. */
  private static int turned(Mask mask, int x, int y, int direction) {
    for (int turn : new int[] {3, 0}) {
      if (isSide(mask, x, y, (direction + turn) % 4)) {
        return (direction + turn) % 4;
      }
    }
    return (direction + 1) % 4;
  }

  /** Returns whether a side leads from a corner that way: a set pixel at its right, none left. */
  private static boolean isSide(Mask mask, int x, int y, int direction) {
    return switch (direction) {
      case 0 -> isSet(mask, x, y) && !isSet(mask, x, y - 1);
      case 1 -> isSet(mask, x - 1, y) && !isSet(mask, x, y);
      case 2 -> isSet(mask, x - 1, y - 1) && !isSet(mask, x - 1, y);
      default -> isSet(mask, x, y - 1) && !isSet(mask, x - 1, y - 1);
    };
  }

  private static boolean isSet(Mask mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width() && y < mask.height() && mask.at(x, y);
  }
}
