package org.loupe.detection;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.CascadeDetector;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.model.ModelBundle;
import org.loupe.model.TrainingData;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerFormatException;
import org.loupe.trust.GrayLikeness;
import org.loupe.trust.GrayTraits;

/**
 * Finds candidates and screens them. Of a model with several members, the one does it whose
 * training micrographs are most like the micrograph, and the last if it is unlike those of all,
 * with a least probability of its own for such ones where the model has it.
 *
 * <p>Gray levels alone say which members are likely ({@link GrayLikeness}); only these are asked.
 * The first that is sure is taken: the micrograph lies within {@value #SURE} of its domain, as 93
 * of 100 of the default model's own do, seen from the other series ({@code
 * docs/decisions/071-one-model-or-two.md}). If none is, the nearest is taken. Members that learned
 * from all sets of another one and more are asked only where none of the others knows the
 * micrograph: what was learned from one set alone does better on its kind. Gray levels tell too
 * that a micrograph lies no nearer than so far, before anything is scanned: a likely member that
 * cannot be the one is not asked either.
 *
 * <p>Immutable and thread-safe. The result does not depend on the number of threads. Holds memory
 * outside Java until it is closed if the model screens.
 */
public final class ModelDetector implements AutoCloseable {

  private static final double SURE = 0.7;

  private final List<Member> members;
  private final GrayLikeness likeness;
  private final List<List<Integer>> ranks;

  /** A member, made ready to work when it is first asked. */
  private static final class Member implements AutoCloseable {

    private final ModelBundle model;
    private @Nullable Ready ready;

    Member(ModelBundle model) {
      this.model = model;
    }

    private record Ready(CascadeDetector detector, Optional<Screener> screener) {}

    synchronized Ready ready() throws ScreenerFormatException {
      if (ready == null) {
        CascadeDetector detector = new CascadeDetector(model.cascade(), model.scan());
        ready =
            new Ready(
                detector,
                model.screener().isPresent()
                    ? Optional.of(new Screener(model.screener().get()))
                    : Optional.empty());
      }
      return ready;
    }

    @Override
    public synchronized void close() {
      if (ready != null) {
        ready.screener().ifPresent(Screener::close);
        ready = null;
      }
    }

    Findings find(ByteImage image, GrayTraits gray, Predicate<Box> counts, ForkJoinPool pool) {
      Ready worker;
      try {
        worker = ready();
      } catch (ScreenerFormatException e) {
        throw new UncheckedIOException(e);
      }
      List<Candidate> candidates = worker.detector().detect(image, pool);
      if (worker.screener().isEmpty()) {
        return new Findings(model, candidates, List.of(), Optional.empty());
      }
      List<ScreenedBox> screened = worker.screener().get().distinct(image, candidates, pool);
      return new Findings(
          model,
          candidates,
          screened,
          model
              .trust()
              .map(
                  basis ->
                      basis.of(
                          image,
                          gray,
                          screened.stream().filter(box -> counts.test(box.box())).toList(),
                          model.minProbability())));
    }

    /** Returns what the image's distance is not below; infinite if the member cannot tell. */
    double leastDistance(GrayTraits gray) {
      return model
          .trust()
          .map(basis -> basis.leastDomainDistance(gray))
          .orElse(Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Loads a model: its first member; the others when they are first asked.
   *
   * @throws ScreenerFormatException if the first member's network is damaged or of another kind
   */
  public ModelDetector(ModelBundle model) throws ScreenerFormatException {
    this.likeness = new GrayLikeness(model.members().stream().map(ModelBundle::trust).toList());
    this.members = model.members().stream().map(Member::new).toList();
    this.ranks = ranks(model.members());
    members.get(0).ready();
  }

  /**
   * Returns what is found in a micrograph by the member that knows such micrographs.
   *
   * @param image as the detector sees it
   * @param counts whether a box is in the part of the micrograph that is analyzed: what the
   *     micrograph is like is told from these
   * @param pool whose threads do the work
   * @throws UncheckedIOException if cascade or network of a member that is asked for the first time
   *     are not what they should be
   */
  public Findings find(ByteImage image, Predicate<Box> counts, ForkJoinPool pool) {
    GrayTraits gray = GrayTraits.of(image);
    List<Boolean> likely = likeness.likely(gray);
    double[] least =
        IntStream.range(0, members.size())
            .mapToDouble(
                i -> likely.get(i) ? members.get(i).leastDistance(gray) : Double.POSITIVE_INFINITY)
            .toArray();
    Member last = members.get(members.size() - 1);
    @Nullable Findings unlike = null;
    for (List<Integer> some : ranks) {
      // the others are let go: a large micrograph has hundreds of thousands of candidates
      @Nullable Nearest nearest = null;
      for (int i : order(some, least)) {
        if (least[i] > (nearest == null ? 1 : nearest.distance())) {
          break;
        }
        Findings found = members.get(i).find(image, gray, counts, pool);
        if (found.domainDistance() <= SURE) {
          return found;
        }
        Nearest asked = new Nearest(found, found.domainDistance(), i);
        if (asked.distance() <= 1 && (nearest == null || asked.isBefore(nearest))) {
          nearest = asked;
          unlike = null;
        } else if (nearest == null && i == members.size() - 1) {
          unlike = found;
        }
      }
      if (nearest != null) {
        return nearest.findings();
      }
    }
    return forUnlike(unlike != null ? unlike : last.find(image, gray, counts, pool));
  }

  /** Returns the members' numbers: of those that learned from single kinds, then of the others. */
  private static List<List<Integer>> ranks(List<ModelBundle> members) {
    List<Set<String>> sets =
        members.stream()
            .map(
                member ->
                    member.description().stream()
                        .flatMap(description -> description.trainingData().stream())
                        .map(TrainingData::name)
                        .collect(Collectors.toSet()))
            .toList();
    Map<Boolean, List<Integer>> general =
        IntStream.range(0, members.size())
            .boxed()
            .collect(
                Collectors.partitioningBy(
                    i -> sets.stream().anyMatch(other -> includes(sets.get(i), other))));
    return Stream.of(false, true).map(general::get).filter(some -> !some.isEmpty()).toList();
  }

  /** Returns whether these are all of some other sets, and more. */
  private static boolean includes(Set<String> sets, Set<String> others) {
    return !others.isEmpty() && sets.size() > others.size() && sets.containsAll(others);
  }

  /** Returns the same with the least probability for what is unlike the micrographs of all. */
  private Findings forUnlike(Findings found) {
    if (members.size() == 1 || found.by().screener().isEmpty()) {
      return found;
    }
    ModelBundle by = found.by().withScreener(found.by().screener().get().forUnlike());
    return new Findings(by, found.candidates(), found.screened(), found.trust());
  }

  /** What a member found, and how far the micrograph lies from the member's own. */
  private record Nearest(Findings findings, double distance, int member) {

    boolean isBefore(Nearest other) {
      return distance < other.distance || (distance == other.distance && member < other.member);
    }
  }

  /** Returns members that may be sure in their order, then the others, the nearest first. */
  private static int[] order(List<Integer> some, double[] least) {
    return some.stream()
        .sorted(Comparator.comparingDouble((Integer i) -> least[i] <= SURE ? 0 : least[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Returns what one member finds in a micrograph, whether it knows such micrographs or not.
   *
   * @param member name of the member
   * @throws IllegalArgumentException if there is none of that name
   */
  public Findings findBy(String member, ByteImage image, Predicate<Box> counts, ForkJoinPool pool) {
    return members.stream()
        .filter(m -> m.model.name().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no member " + member))
        .find(image, GrayTraits.of(image), counts, pool);
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }
}
