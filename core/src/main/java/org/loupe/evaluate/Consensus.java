package org.loupe.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

/**
 * What most of several people marked.
 *
 * <p>Pairs of marks by different people are taken by descending intersection over union, down to a
 * limit, and joined to groups that hold at most one mark of each person (agglomeration by the
 * closest pair). A group of enough people becomes one mark: the mean box; the ellipse of the mean
 * center and the mean shape matrix if all its marks have ellipses; the class that most of them
 * name, of equal ones the first in the alphabet.
 *
 * @param minIou least intersection over union of two marks of one defect, in (0, 1]
 * @param outline what is compared
 * @param minVotes people who must have marked it; at least 1
 */
public record Consensus(double minIou, Outline outline, int minVotes) {

  public Consensus {
    if (!(minIou > 0 && minIou <= 1)) {
      throw new IllegalArgumentException("IoU must be in (0, 1], was " + minIou);
    }
    if (minVotes < 1) {
      throw new IllegalArgumentException("votes must be at least 1, were " + minVotes);
    }
  }

  private record Vote(int person, Mark mark) {}

  private record Pair(int first, int second, double iou) {}

  /** Returns the least number of people that is more than half of them. */
  public static int majority(int people) {
    return people / 2 + 1;
  }

  /**
   * Returns the marks that enough people made in one micrograph, by rows and columns.
   *
   * @param people the marks of each
   */
  public List<Mark> of(List<List<Mark>> people) {
    List<Vote> votes = new ArrayList<>();
    for (int p = 0; p < people.size(); p++) {
      for (Mark mark : people.get(p)) {
        votes.add(new Vote(p, mark));
      }
    }
    List<List<Vote>> groups = new ArrayList<>();
    Map<Integer, List<Vote>> groupOf = new LinkedHashMap<>();
    for (int i = 0; i < votes.size(); i++) {
      List<Vote> alone = new ArrayList<>(List.of(votes.get(i)));
      groupOf.put(i, alone);
      groups.add(alone);
    }
    for (Pair pair : pairs(votes)) {
      List<Vote> one = groupOf.getOrDefault(pair.first(), List.of());
      List<Vote> other = groupOf.getOrDefault(pair.second(), List.of());
      if (one != other && haveNobodyInCommon(one, other)) {
        one.addAll(other);
        groupOf.replaceAll((index, group) -> group == other ? one : group);
        groups.removeIf(group -> group == other);
      }
    }
    return groups.stream()
        .filter(group -> group.size() >= minVotes)
        .map(group -> mean(group.stream().map(Vote::mark).toList()))
        .sorted(
            Comparator.comparingDouble((Mark m) -> m.box().y())
                .thenComparingDouble(m -> m.box().x()))
        .toList();
  }

  private List<Pair> pairs(List<Vote> votes) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < votes.size(); i++) {
      for (int j = i + 1; j < votes.size(); j++) {
        if (votes.get(i).person() != votes.get(j).person()) {
          Mark one = votes.get(i).mark();
          Mark other = votes.get(j).mark();
          double iou = one.box().intersectionArea(other.box()) == 0 ? 0 : outline.iou(one, other);
          if (iou >= minIou) {
            pairs.add(new Pair(i, j, iou));
          }
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(p -> -p.iou()));
    return pairs;
  }

  private static boolean haveNobodyInCommon(List<Vote> one, List<Vote> other) {
    Set<Integer> people = new HashSet<>();
    one.forEach(vote -> people.add(vote.person()));
    return other.stream().noneMatch(vote -> people.contains(vote.person()));
  }

  private static Mark mean(List<Mark> marks) {
    Box box =
        new Box(
            mean(marks, m -> m.box().x()),
            mean(marks, m -> m.box().y()),
            mean(marks, m -> m.box().width()),
            mean(marks, m -> m.box().height()));
    boolean ellipses = marks.stream().allMatch(m -> m.ellipse().isPresent());
    return new Mark(
        box,
        ellipses
            ? Optional.of(meanEllipse(marks.stream().map(m -> m.ellipse().orElseThrow()).toList()))
            : Optional.empty(),
        commonClass(marks),
        OptionalDouble.empty());
  }

  private static <T> double mean(List<T> values, ToDoubleFunction<T> number) {
    return values.stream().mapToDouble(number).average().orElseThrow();
  }

  /** Axes that point to opposite sides are the same axis, which angles alone would not tell. */
  private static Ellipse meanEllipse(List<Ellipse> ellipses) {
    double xx = mean(ellipses, e -> along(e, Math.cos(e.orientation()), Math.sin(e.orientation())));
    double yy = mean(ellipses, e -> along(e, Math.sin(e.orientation()), Math.cos(e.orientation())));
    double xy =
        mean(
            ellipses,
            e ->
                (e.majorAxisLength() * e.majorAxisLength()
                        - e.minorAxisLength() * e.minorAxisLength())
                    * Math.cos(e.orientation())
                    * Math.sin(e.orientation()));
    double root = Math.hypot((xx - yy) / 2, xy);
    double major = Math.sqrt((xx + yy) / 2 + root);
    double minor = Math.sqrt(Math.max((xx + yy) / 2 - root, Double.MIN_NORMAL));
    return new Ellipse(
        mean(ellipses, Ellipse::centerX),
        mean(ellipses, Ellipse::centerY),
        major,
        Math.min(minor, major),
        Ellipse.wrapOrientation(Math.atan2(2 * xy, xx - yy) / 2));
  }

  private static double along(Ellipse e, double ofMajor, double ofMinor) {
    double major = e.majorAxisLength() * ofMajor;
    double minor = e.minorAxisLength() * ofMinor;
    return major * major + minor * minor;
  }

  private static Optional<String> commonClass(List<Mark> marks) {
    Map<String, Integer> votes = new java.util.TreeMap<>();
    marks.forEach(m -> m.defectClass().ifPresent(name -> votes.merge(name, 1, Integer::sum)));
    int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return votes.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
