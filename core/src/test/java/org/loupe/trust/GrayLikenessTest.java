package org.loupe.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrayLikenessTest {

  private static final GrayTraits MICROGRAPH = new GrayTraits(30, 0.2, 4, 6, 5, 3);

  /** Twice the contrast, twice the noise. */
  private static final GrayTraits OTHER = new GrayTraits(60, 0.2, 8, 12, 10, 6);

  private static Optional<TrustBasis> set(GrayTraits center, double scatter, double limit) {
    return Optional.of(SmallTrust.around(center, scatter, 0.5, limit));
  }

  @Test
  void setsAreMeasuredWithOneRuler() {
    Optional<TrustBasis> tight = set(MICROGRAPH, 0.2, 1);
    Optional<TrustBasis> scattered = set(OTHER, 2, 2);
    // by its own measure the scattered set is the nearer one
    assertThat(scattered.orElseThrow().leastDomainDistance(MICROGRAPH))
        .isLessThan(tight.orElseThrow().leastDomainDistance(MICROGRAPH));
    assertThat(new GrayLikeness(List.of(scattered, tight)).likely(MICROGRAPH))
        .containsExactly(false, true);
    assertThat(new GrayLikeness(List.of(tight, scattered)).likely(MICROGRAPH))
        .containsExactly(true, false);
  }

  @Test
  void theLimitThatASetHasMakesNoDifference() {
    Optional<TrustBasis> strict = set(MICROGRAPH, 0.5, 1e-3);
    Optional<TrustBasis> lax = set(OTHER, 0.5, 1e3);
    assertThat(new GrayLikeness(List.of(lax, strict)).likely(MICROGRAPH))
        .containsExactly(false, true);
    assertThat(new GrayLikeness(List.of(lax, strict)).likely(OTHER)).containsExactly(true, false);
  }

  @Test
  void setsThatAreAsNearAreBothLikely() {
    Optional<TrustBasis> one = set(OTHER, 0.5, 1);
    assertThat(new GrayLikeness(List.of(one, one)).likely(MICROGRAPH)).containsExactly(true, true);
  }

  @Test
  void whatKnowsNothingOfItsTrainingIsNotLikely() {
    assertThat(new GrayLikeness(List.of(Optional.empty(), set(OTHER, 1, 1))).likely(MICROGRAPH))
        .containsExactly(false, true);
    assertThat(new GrayLikeness(List.of(Optional.empty())).likely(MICROGRAPH))
        .containsExactly(false);
  }
}
