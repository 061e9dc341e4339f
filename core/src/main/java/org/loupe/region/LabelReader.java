package org.loupe.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.micrograph.LengthUnit;

/**
 * Reads the label of a scale bar: a number and pm, Å, nm, µm or mm.
 *
 * <p>What is nearer to the bar's gray than to its ground's is ink. Pieces of ink that hang together
 * are characters; characters side by side are a line. The line nearest to the bar that reads as a
 * whole as a length is the label. A character that is not read beyond doubt, a gap as wide as a
 * lost decimal point, or a number that nobody puts on a scale bar: no reading, since a wrong one is
 * worse than none.
 */
final class LabelReader {

  /**
   * The label and where it is.
   *
   * @param nm the length that it states, in nanometres
   * @param box round its characters
   */
  record Label(double nm, Box box) {}

  /** Least height of a digit, in pixels: below, 3 and 8 are alike. */
  private static final int LEAST_HEIGHT = 7;

  private static final int MOST_HEIGHT = 120;

  /** Pieces of ink beyond which a window is noise, not text. */
  private static final int MOST_PIECES = 4000;

  private static final Pattern LABEL =
      Pattern.compile("([0-9]{1,4}(?:\\.[0-9]{1,2})?)(pm|\u00c5|nm|\u00b5m|um|mm)");

  /** First digits of the lengths that scale bars have. */
  private static final List<Double> ROUND =
      List.of(1.0, 1.2, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5, 8.0, 9.0);

  private final ByteImage image;
  private final BarMark bar;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final float[] coverage;

  private LabelReader(ByteImage image, BarMark bar, Box bounds) {
    this.image = image;
    this.bar = bar;
    int side = Math.max(image.width(), image.height());
    int reachX = Math.max(bar.length() / 2, Math.max(60, side / 6));
    int reachY = Math.max(bar.length() / 3, Math.max(64, side / 10));
    this.left = (int) Math.max(bounds.x(), bar.left() - reachX);
    this.top = (int) Math.max(bounds.y(), bar.top() - reachY);
    this.width = (int) Math.min(bounds.right(), bar.right() + reachX) - left;
    this.height = (int) Math.min(bounds.bottom(), bar.bottom() + reachY) - top;
    this.coverage = coverage();
  }

  /**
   * What stands beside a bar.
   *
   * @param label empty if none could be read
   * @param text round the label, or if it was not read round all that may be it; empty without any
   */
  record Surroundings(Optional<Label> label, Optional<Box> text) {}

  /**
   * Returns what stands beside a bar.
   *
   * @param bounds where to look, in whole pixels: the image, or the info bar that holds the bar
   */
  static Surroundings read(ByteImage image, BarMark bar, Box bounds) {
    LabelReader reader = new LabelReader(image, bar, bounds);
    return reader.surroundings();
  }

  /** Returns how much of each pixel of the window is ink; the bar itself is none. */
  private float[] coverage() {
    float[] shares = new float[Math.max(0, width) * Math.max(0, height)];
    double contrast = (double) bar.value() - bar.ground();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inBar =
            x + left >= bar.left() - 1
                && x + left < bar.right() + 1
                && y + top >= bar.top() - 1
                && y + top < bar.bottom() + 1
                && (x + left < bar.gapLeft() || x + left >= bar.gapRight());
        double share = (image.at(x + left, y + top) - bar.ground()) / contrast;
        shares[y * width + x] = inBar ? 0 : (float) Math.max(0, Math.min(1, share));
      }
    }
    return shares;
  }

  private Surroundings surroundings() {
    List<Ink> pieces = pieces();
    if (pieces.size() > MOST_PIECES) {
      return new Surroundings(Optional.empty(), Optional.empty());
    }
    List<Label> labels = new ArrayList<>();
    Optional<Box> text = Optional.empty();
    for (List<Ink> line : lines(pieces)) {
      read(line, pieces).ifPresent(labels::add);
      Box box = box(line);
      if (isNear(line, box)) {
        text = Optional.of(text.isPresent() ? hull(text.get(), box) : box);
      }
    }
    Optional<Label> nearest =
        labels.stream().min(Comparator.comparingDouble(label -> distance(label.box())));
    return new Surroundings(nearest, nearest.isPresent() ? nearest.map(Label::box) : text);
  }

  /** Returns whether a line may be the bar's label, though it could not be read. */
  private boolean isNear(List<Ink> line, Box box) {
    return line.size() >= 2
        && distance(box) <= 1.5 * box.height()
        && box.right() <= bar.right() + bar.length()
        && box.x() >= bar.left() - bar.length();
  }

  static Box hull(Box a, Box b) {
    double x = Math.min(a.x(), b.x());
    double y = Math.min(a.y(), b.y());
    return new Box(x, y, Math.max(a.right(), b.right()) - x, Math.max(a.bottom(), b.bottom()) - y);
  }

  private double distance(Box box) {
    double dx = Math.max(0, Math.max(bar.left() - box.right(), box.x() - bar.right()));
    double dy = Math.max(0, Math.max(bar.top() - box.bottom(), box.y() - bar.bottom()));
    return Math.hypot(dx, dy);
  }

  /** Returns the pieces of ink that hang together by sides or corners, as large as characters. */
  private List<Ink> pieces() {
    List<Ink> pieces = new ArrayList<>();
    boolean[] seen = new boolean[coverage.length];
    int[] stack = new int[coverage.length];
    for (int start = 0; start < coverage.length; start++) {
      if (seen[start] || coverage[start] < 0.5f) {
        continue;
      }
      int minX = width;
      int minY = height;
      int maxX = 0;
      int maxY = 0;
      int count = 1;
      stack[0] = start;
      seen[start] = true;
      while (count > 0) {
        int i = stack[--count];
        int x = i % width;
        int y = i / width;
        minX = Math.min(minX, x);
        maxX = Math.max(maxX, x);
        minY = Math.min(minY, y);
        maxY = Math.max(maxY, y);
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
          for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
            int j = ny * width + nx;
            if (!seen[j] && coverage[j] >= 0.5f) {
              seen[j] = true;
              stack[count++] = j;
            }
          }
        }
      }
      if (maxY - minY < MOST_HEIGHT && maxX - minX < 3 * MOST_HEIGHT) {
        pieces.add(ink(minX, minY, maxX + 1, maxY + 1));
      }
    }
    return pieces;
  }

  private Ink ink(int fromX, int fromY, int toX, int toY) {
    float[] shares = new float[(toX - fromX) * (toY - fromY)];
    for (int y = fromY; y < toY; y++) {
      System.arraycopy(
          coverage, y * width + fromX, shares, (y - fromY) * (toX - fromX), toX - fromX);
    }
    return new Ink(left + fromX, top + fromY, toX - fromX, toY - fromY, shares);
  }

  /** Returns the characters that stand side by side, from left to right. */
  private static List<List<Ink>> lines(List<Ink> pieces) {
    List<Ink> letters = new ArrayList<>();
    for (Ink piece : pieces) {
      if (piece.height() >= LEAST_HEIGHT - 2 && piece.height() <= MOST_HEIGHT) {
        letters.add(piece);
      }
    }
    letters.sort(Comparator.comparingInt(Ink::left).thenComparingInt(Ink::top));
    List<List<Ink>> lines = new ArrayList<>();
    for (Ink letter : letters) {
      List<Ink> nearest = null;
      for (List<Ink> line : lines) {
        Ink last = line.get(line.size() - 1);
        int high = Math.max(last.height(), letter.height());
        int common = Math.min(last.bottom(), letter.bottom()) - Math.max(last.top(), letter.top());
        if (letter.left() - last.right() <= 1.2 * high
            && letter.left() >= last.left() + 1
            && common >= 0.6 * Math.min(last.height(), letter.height())
            && high <= 2 * Math.min(last.height(), letter.height())) {
          nearest = line;
        }
      }
      if (nearest == null) {
        nearest = new ArrayList<>();
        lines.add(nearest);
      }
      nearest.add(letter);
    }
    return lines;
  }

  private Optional<Label> read(List<Ink> line, List<Ink> pieces) {
    if (line.size() < 2 || line.size() > 10) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    int digitTop = line.get(0).top();
    int digitBottom = line.get(0).bottom();
    int high = digitBottom - digitTop;
    if (high < LEAST_HEIGHT) {
      return Optional.empty();
    }
    if (hasNeighbor(line, pieces, high)) {
      return Optional.empty(); // a part of the number may have been lost
    }
    Ink before = line.get(0);
    for (Ink letter : line) {
      Optional<Glyphs.Reading> reading = Glyphs.stored().read(letter);
      if (reading.isEmpty() || !isPlaced(letter, reading.get().text(), digitTop, digitBottom)) {
        return Optional.empty();
      }
      String glyph = reading.get().text();
      boolean digit = Character.isDigit(glyph.charAt(0));
      if (!letter.equals(before) && digit) {
        int gap = letter.left() - before.right();
        Optional<Boolean> point = point(before, letter, pieces, high);
        if (point.isEmpty()) {
          return Optional.empty();
        }
        if (point.get()) {
          text.append('.');
        } else if (gap > 0.42 * high) {
          return Optional.empty(); // a decimal point may have been lost
        }
      }
      text.append(glyph);
      before = letter;
    }
    return length(text.toString()).map(nm -> new Label(nm, box(line)));
  }

  /** Returns whether more ink stands right before or behind a line, on its level. */
  private static boolean hasNeighbor(List<Ink> line, List<Ink> pieces, int high) {
    Ink first = line.get(0);
    Ink last = line.get(line.size() - 1);
    for (Ink piece : pieces) {
      boolean level = piece.bottom() > first.top() && piece.top() < first.bottom();
      boolean before = piece.right() <= first.left() && piece.right() > first.left() - 2 * high;
      boolean behind = piece.left() >= last.right() && piece.left() < last.right() + high;
      if (level && (before || behind) && piece.height() >= 0.4 * high && !line.contains(piece)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a character stands on the line as it should, by its top and bottom. */
  private static boolean isPlaced(Ink letter, String glyph, int digitTop, int digitBottom) {
    double high = digitBottom - digitTop;
    double slack = Math.max(1, 0.15 * high);
    double share = letter.height() / high;
    return switch (glyph) {
      case "m", "n", "nm", "mm", "u", "um" ->
          share >= 0.55
              && share <= 0.92
              && Math.abs(letter.bottom() - digitBottom) <= slack
              && letter.top() - digitTop >= 0.1 * high;
      case "p", "\u00b5", "\u00b5m" ->
          letter.bottom() - digitBottom >= Math.max(1, 0.1 * high)
              && letter.top() - digitTop >= 0.1 * high;
      case "\u00c5" -> share >= 1.05 && Math.abs(letter.bottom() - digitBottom) <= slack;
      default ->
          Math.abs(letter.top() - digitTop) <= slack
              && Math.abs(letter.bottom() - digitBottom) <= slack;
    };
  }

  /**
   * Returns whether a decimal point stands between two digits; empty if something is there that may
   * be one or not.
   */
  private Optional<Boolean> point(Ink before, Ink after, List<Ink> pieces, int high) {
    boolean found = false;
    for (Ink piece : pieces) {
      boolean between = piece.left() >= before.right() - 1 && piece.right() <= after.left() + 1;
      boolean level = piece.bottom() > before.top() && piece.top() < before.bottom();
      if (!between || !level || piece.height() >= LEAST_HEIGHT - 2) {
        continue;
      }
      boolean low = piece.bottom() >= before.bottom() - 1 && piece.bottom() <= before.bottom() + 1;
      boolean square =
          piece.width() <= 2 * piece.height()
              && piece.height() <= 2 * piece.width()
              && piece.height() <= 0.3 * high
              && piece.height() >= 0.08 * high;
      if (!low || !square || found) {
        return Optional.empty();
      }
      found = true;
    }
    return Optional.of(found);
  }

  /** Returns the nanometres of a label; empty if it is none that a scale bar has. */
  private static Optional<Double> length(String text) {
    Matcher matcher = LABEL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String number = matcher.group(1);
    if (number.startsWith("0") && !number.startsWith("0.")) {
      return Optional.empty();
    }
    double value = Double.parseDouble(number);
    if (value <= 0) {
      return Optional.empty();
    }
    double first = value;
    while (first >= 9.9999) {
      first /= 10;
    }
    while (first < 0.9999) {
      first *= 10;
    }
    for (double round : ROUND) {
      if (Math.abs(first - round) < 1e-6) {
        return LengthUnit.parse(matcher.group(2)).map(unit -> unit.toNanometers(value));
      }
    }
    return Optional.empty();
  }

  private static Box box(List<Ink> line) {
    int fromX = line.get(0).left();
    int toX = line.get(line.size() - 1).right();
    int fromY = Integer.MAX_VALUE;
    int toY = 0;
    for (Ink letter : line) {
      fromY = Math.min(fromY, letter.top());
      toY = Math.max(toY, letter.bottom());
    }
    return new Box(fromX, fromY, toX - fromX, toY - fromY);
  }
}
