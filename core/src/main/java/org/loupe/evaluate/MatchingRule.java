package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.loupe.evaluate.Matching.Partner;
import org.loupe.geometry.Box;

/**
 * When a detection is right and an annotation found; the package's page has the definitions.
 *
 * <p>Classes are not asked: what is where comes first, what it is called second.
 */
public sealed interface MatchingRule {

  /** Returns the rule's name in files. */
  String id();

  /** Returns the rule in words, complete enough to stand beside a figure in a paper. */
  String words();

  /** Returns what belongs together in one micrograph. */
  Matching match(List<Mark> annotations, List<Mark> detections);

  /**
   * Returns for each annotation the highest threshold of the score at which it is found; minus
   * infinity if it never is.
   *
   * @param detections all with a score
   */
  double[] foundAt(List<Mark> annotations, List<Mark> detections);

  /** What two marks are compared by. */
  enum Outline {
    /** The boxes. */
    BOX,
    /** The ellipses where both marks have one; else the boxes. */
    ELLIPSE;

    double iou(Mark one, Mark other) {
      return this == ELLIPSE && one.ellipse().isPresent() && other.ellipse().isPresent()
          ? EllipseOverlap.iou(one.ellipse().get(), other.ellipse().get())
          : one.box().iou(other.box());
    }
  }

  /**
   * The rule of the publication: centers of boxes near each other, many to many.
   *
   * @param tolerancePx how far apart in x and in y, in pixels; positive
   */
  record Paper(double tolerancePx) implements MatchingRule {

    public Paper {
      if (!(tolerancePx > 0 && tolerancePx < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("tolerance must be positive, was " + tolerancePx);
      }
    }

    @Override
    public String id() {
      return "paper";
    }

    @Override
    public String words() {
      return String.format(
          Locale.ROOT,
          "paper rule: centers of the boxes within %s px in x and in y, many to many",
          number(tolerancePx));
    }

    @Override
    public Matching match(List<Mark> annotations, List<Mark> detections) {
      return new Matching(nearest(annotations, detections), nearest(detections, annotations));
    }

    private List<Partner> nearest(List<Mark> marks, List<Mark> others) {
      List<Partner> partners = new ArrayList<>(marks.size());
      for (Mark mark : marks) {
        Partner nearest = Partner.NONE;
        for (int i = 0; i < others.size(); i++) {
          double distance = CenterRule.distancePx(mark.box(), others.get(i).box());
          if (distance <= tolerancePx && !(distance >= nearest.measure())) {
            nearest = new Partner(i, distance);
          }
        }
        partners.add(nearest);
      }
      return partners;
    }

    @Override
    public double[] foundAt(List<Mark> annotations, List<Mark> detections) {
      return annotations.stream()
          .mapToDouble(
              a ->
                  detections.stream()
                      .filter(d -> CenterRule.distancePx(a.box(), d.box()) <= tolerancePx)
                      .mapToDouble(d -> d.score().orElseThrow())
                      .max()
                      .orElse(Double.NEGATIVE_INFINITY))
          .toArray();
    }
  }

  /**
   * The strict rule: one to one, by overlap.
   *
   * @param minIou least intersection over union of a match, in (0, 1]
   * @param outline what is compared
   */
  record Strict(double minIou, Outline outline) implements MatchingRule {

    public Strict {
      if (!(minIou > 0 && minIou <= 1)) {
        throw new IllegalArgumentException("IoU must be in (0, 1], was " + minIou);
      }
    }

    @Override
    public String id() {
      return "strict";
    }

    @Override
    public String words() {
      return String.format(
          Locale.ROOT,
          "strict rule: one to one, intersection over union of the %s at least %s",
          outline == Outline.BOX
              ? "boxes"
              : "ellipses (of the boxes where one side has no ellipse)",
          number(minIou));
    }

    @Override
    public Matching match(List<Mark> annotations, List<Mark> detections) {
      double[][] iou = new double[detections.size()][annotations.size()];
      for (int d = 0; d < iou.length; d++) {
        for (int a = 0; a < iou[d].length; a++) {
          iou[d][a] = overlap(annotations.get(a), detections.get(d));
        }
      }
      boolean scored = detections.stream().allMatch(d -> d.score().isPresent());
      int[] annotationOf = scored ? byScore(detections, iou) : byOverlap(annotations.size(), iou);
      List<Partner> ofAnnotations =
          new ArrayList<>(Collections.nCopies(annotations.size(), Partner.NONE));
      List<Partner> ofDetections = new ArrayList<>();
      for (int d = 0; d < annotationOf.length; d++) {
        int a = annotationOf[d];
        ofDetections.add(a < 0 ? Partner.NONE : new Partner(a, iou[d][a]));
        if (a >= 0) {
          ofAnnotations.set(a, new Partner(d, iou[d][a]));
        }
      }
      return new Matching(ofAnnotations, ofDetections);
    }

    /** Ellipses are compared only where their boxes meet: it takes a thousand times longer. */
    private double overlap(Mark one, Mark other) {
      Box first = one.ellipse().isPresent() ? one.ellipse().get().boundingBox() : one.box();
      Box second = other.ellipse().isPresent() ? other.ellipse().get().boundingBox() : other.box();
      boolean apart =
          first.intersectionArea(second) == 0 && one.box().intersectionArea(other.box()) == 0;
      return apart ? 0 : outline.iou(one, other);
    }

    private int[] byScore(List<Mark> detections, double[][] iou) {
      int[] annotationOf = new int[iou.length];
      Integer[] order = IntStream.range(0, iou.length).boxed().toArray(Integer[]::new);
      Arrays.sort(order, Comparator.comparingDouble(d -> -detections.get(d).score().orElseThrow()));
      double[][] ordered = new double[iou.length][];
      for (int i = 0; i < order.length; i++) {
        ordered[i] = iou[order[i]];
      }
      int[] matches = IouRule.matches(ordered, minIou);
      for (int i = 0; i < order.length; i++) {
        annotationOf[order[i]] = matches[i];
      }
      return annotationOf;
    }

    /** People give no scores: pairs that overlap most are matched first, from either side. */
    private int[] byOverlap(int annotations, double[][] iou) {
      record Pair(int detection, int annotation, double iou) {}
      List<Pair> pairs = new ArrayList<>();
      for (int d = 0; d < iou.length; d++) {
        for (int a = 0; a < annotations; a++) {
          if (iou[d][a] >= minIou) {
            pairs.add(new Pair(d, a, iou[d][a]));
          }
        }
      }
      pairs.sort(Comparator.comparingDouble(p -> -p.iou()));
      int[] annotationOf = new int[iou.length];
      Arrays.fill(annotationOf, -1);
      boolean[] taken = new boolean[annotations];
      for (Pair pair : pairs) {
        if (annotationOf[pair.detection()] < 0 && !taken[pair.annotation()]) {
          annotationOf[pair.detection()] = pair.annotation();
          taken[pair.annotation()] = true;
        }
      }
      return annotationOf;
    }

    @Override
    public double[] foundAt(List<Mark> annotations, List<Mark> detections) {
      return match(annotations, detections).ofAnnotations().stream()
          .mapToDouble(
              p ->
                  p.matches()
                      ? detections.get(p.index()).score().orElseThrow()
                      : Double.NEGATIVE_INFINITY)
          .toArray();
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
