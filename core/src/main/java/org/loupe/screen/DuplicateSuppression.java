package org.loupe.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.loupe.geometry.Box;
import org.loupe.image.BoxIndex;

/**
 * Leaves one box a defect: of boxes that overlap, the most probable.
 *
 * <p>Greedy: the most probable box absorbs every box that overlaps it by more than a limit, then
 * the most probable of the rest. Its place becomes the mean of those that it absorbed, weighted by
 * probability, since each is a view of the same defect (R. Solovyev, W. Wang, T. Gabruseva,
 * Weighted boxes fusion, Image and Vision Computing 107, 104117 (2021), doi
 * 10.1016/j.imavis.2021.104117). Defects that overlap each other by less than the limit stay apart.
 */
public final class DuplicateSuppression {

  private static final Comparator<Box> READING_ORDER =
      Comparator.comparingDouble(Box::y)
          .thenComparingDouble(Box::x)
          .thenComparingDouble(Box::height)
          .thenComparingDouble(Box::width);

  /** Whatever differs decides, so that the order of the candidates does not. */
  private static final Comparator<ScreenedBox> BEST_FIRST =
      Comparator.comparingDouble(ScreenedBox::probability)
          .thenComparingDouble(ScreenedBox::logit)
          .thenComparingDouble(box -> box.candidate().score())
          .thenComparingInt(box -> box.candidate().neighbors())
          .reversed()
          .thenComparing(ScreenedBox::box, READING_ORDER)
          .thenComparing(box -> box.candidate().box(), READING_ORDER);

  private DuplicateSuppression() {}

  /**
   * Returns the boxes that are left, most probable first.
   *
   * @param maxOverlap intersection over union above which two boxes are one defect
   */
  public static List<ScreenedBox> suppress(List<ScreenedBox> boxes, double maxOverlap) {
    List<ScreenedBox> sorted = new ArrayList<>(boxes);
    sorted.sort(BEST_FIRST);
    BoxIndex places = new BoxIndex();
    sorted.forEach(box -> places.add(box.box()));
    boolean[] absorbed = new boolean[sorted.size()];
    List<ScreenedBox> kept = new ArrayList<>();
    for (int i = 0; i < absorbed.length; i++) {
      if (absorbed[i]) {
        continue;
      }
      ScreenedBox best = sorted.get(i);
      List<ScreenedBox> same = new ArrayList<>(List.of(best));
      for (int other : places.overlapping(best.box(), maxOverlap)) {
        if (other > i && !absorbed[other]) {
          absorbed[other] = true;
          same.add(sorted.get(other));
        }
      }
      // the mean of a single box would be that box but for rounding
      kept.add(same.size() == 1 ? best : best.withBox(mean(same)));
    }
    return kept;
  }

  private static Box mean(List<ScreenedBox> boxes) {
    double weights = 0;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    for (ScreenedBox box : boxes) {
      double weight = Math.max(box.probability(), Double.MIN_NORMAL);
      weights += weight;
      x += weight * box.box().x();
      y += weight * box.box().y();
      width += weight * box.box().width();
      height += weight * box.box().height();
    }
    return new Box(x / weights, y / weights, width / weights, height / weights);
  }
}
