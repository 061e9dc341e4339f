package org.loupe.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.loupe.cascade.CascadeDetector;
import org.loupe.defect.Candidate;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;
import org.loupe.model.ModelBundle;
import org.loupe.screen.ScreenedBox;
import org.loupe.screen.Screener;
import org.loupe.screen.ScreenerFormatException;

/**
 * Finds candidates and screens them. Of a model with several members, the one does it whose
 * training micrographs are most like the micrograph, and the last if it is unlike those of all.
 *
 * <p>Members are asked in their order, and no further once one of them is sure: the micrograph lies
 * within {@value #SURE} of its domain, as 93 of 100 of the default model's own do, seen from the
 * other series, and none of another material that was looked at ({@code
 * docs/decisions/071-one-model-or-two.md}).
 *
 * <p>Immutable and thread-safe. The result does not depend on the number of threads. Holds memory
 * outside Java until it is closed if the model screens.
 */
public final class ModelDetector implements AutoCloseable {

  private static final double SURE = 0.7;

  private final List<Member> members = new ArrayList<>();

  /** A member, ready to work. */
  private record Member(ModelBundle model, CascadeDetector detector, Optional<Screener> screener) {

    Findings find(ByteImage image, Predicate<Box> counts, ForkJoinPool pool) {
      List<Candidate> candidates = detector.detect(image, pool);
      if (screener.isEmpty()) {
        return new Findings(model, candidates, List.of(), Optional.empty());
      }
      List<ScreenedBox> screened = screener.get().distinct(image, candidates, pool);
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
                          screened.stream().filter(box -> counts.test(box.box())).toList(),
                          model.minProbability())));
    }
  }

  /**
   * Loads a model.
   *
   * @throws ScreenerFormatException if a network is damaged or of another kind
   */
  public ModelDetector(ModelBundle model) throws ScreenerFormatException {
    boolean loaded = false;
    try {
      for (ModelBundle member : model.members()) {
        members.add(
            new Member(
                member,
                new CascadeDetector(member.cascade(), member.scan()),
                member.screener().isPresent()
                    ? Optional.of(new Screener(member.screener().get()))
                    : Optional.empty()));
      }
      loaded = true;
    } finally {
      if (!loaded) {
        close();
      }
    }
  }

  /**
   * Returns what is found in a micrograph by the member that knows such micrographs.
   *
   * @param image as the detector sees it
   * @param counts whether a box is in the part of the micrograph that is analyzed: what the
   *     micrograph is like is told from these
   * @param pool whose threads do the work
   */
  public Findings find(ByteImage image, Predicate<Box> counts, ForkJoinPool pool) {
    Findings nearest = members.get(0).find(image, counts, pool);
    for (Member member : members.subList(1, members.size())) {
      if (nearest.domainDistance() <= SURE) {
        break;
      }
      // the others are let go: a large micrograph has hundreds of thousands of candidates
      Findings found = member.find(image, counts, pool);
      nearest = nearest.domainDistance() <= Math.min(1, found.domainDistance()) ? nearest : found;
    }
    return nearest;
  }

  /**
   * Returns what one member finds in a micrograph, whether it knows such micrographs or not.
   *
   * @param member name of the member
   * @throws IllegalArgumentException if there is none of that name
   */
  public Findings findBy(String member, ByteImage image, Predicate<Box> counts, ForkJoinPool pool) {
    return members.stream()
        .filter(m -> m.model().name().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no member " + member))
        .find(image, counts, pool);
  }

  @Override
  public void close() {
    members.forEach(member -> member.screener().ifPresent(Screener::close));
  }
}
