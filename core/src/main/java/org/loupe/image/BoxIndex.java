package org.loupe.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.loupe.geometry.Box;

/**
 * Boxes by their place, so that those that overlap a given one are found without looking at all.
 *
 * <p>A grid for each power of two: a box lies in that whose cells are just as wide as it or wider,
 * in the cell of its upper left corner. The boxes are numbered as they are added, from 0. Not safe
 * for use by several threads at once.
 */
public final class BoxIndex {

  private static final int[] NONE = {};

  private final List<Box> boxes = new ArrayList<>();
  private final Map<Cell, List<Integer>> cells = new HashMap<>();
  private int smallest = Integer.MAX_VALUE;
  private int largest = Integer.MIN_VALUE;

  /** A square of the grid whose squares have sides of 2 to the power of {@code level} pixels. */
  private record Cell(int level, long x, long y) {}

  /** Adds a box. */
  public void add(Box box) {
    int level = level(box);
    double side = side(level);
    cells
        .computeIfAbsent(
            new Cell(level, (long) Math.floor(box.x() / side), (long) Math.floor(box.y() / side)),
            cell -> new ArrayList<>())
        .add(boxes.size());
    boxes.add(box);
    smallest = Math.min(smallest, level);
    largest = Math.max(largest, level);
  }

  /** Returns the least exponent of two that is no less than both sides; 0 for a small box. */
  private static int level(Box box) {
    return Math.max(0, Math.getExponent(Math.max(box.width(), box.height())) + 1);
  }

  private static double side(int level) {
    return Math.scalb(1.0, level);
  }

  /**
   * Returns the numbers of the boxes whose intersection over union with {@code box} is above {@code
   * iou}, ascending.
   *
   * @param iou at least 0
   */
  public int[] overlapping(Box box, double iou) {
    int[] found = NONE;
    int count = 0;
    for (int level = smallest; level <= largest; level++) {
      double side = side(level);
      if (side * side <= iou * box.area()) {
        continue; // too small, even if inside
      }
      long right = (long) Math.floor(box.right() / side);
      long bottom = (long) Math.floor(box.bottom() / side);
      // a box reaches one cell beyond that of its corner
      for (long y = (long) Math.floor(box.y() / side) - 1; y <= bottom; y++) {
        for (long x = (long) Math.floor(box.x() / side) - 1; x <= right; x++) {
          for (int number : cells.getOrDefault(new Cell(level, x, y), List.of())) {
            if (boxes.get(number).iou(box) > iou) {
              found = count == found.length ? Arrays.copyOf(found, 2 * count + 4) : found;
              found[count++] = number;
            }
          }
        }
      }
    }
    int[] numbers = Arrays.copyOf(found, count);
    Arrays.sort(numbers);
    return numbers;
  }
}
