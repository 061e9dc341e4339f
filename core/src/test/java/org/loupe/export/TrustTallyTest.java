package org.loupe.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Trust;

class TrustTallyTest {

  private static MicrographResult result(String image, Optional<Trust> trust) {
    return new MicrographResult(image, 9, 9, Optional.empty(), "", List.of(), List.of())
        .withTrust(trust);
  }

  private static Trust predicted(double f1, double error) {
    return new Trust(
        OptionalDouble.of(0.5), Optional.empty(), OptionalDouble.of(f1), OptionalDouble.of(error));
  }

  @Test
  void countsWhatIsKnownAndTakesTheLargestError() {
    Trust outside =
        new Trust(
            OptionalDouble.of(1.5),
            Optional.of("noise higher"),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    TrustTally tally =
        TrustTally.NONE
            .plus(result("unknown", Optional.empty()))
            .plus(result("a", Optional.of(predicted(0.8, 0.075))))
            .plus(result("b", Optional.of(outside)))
            .plus(result("c", Optional.of(predicted(0.5, 0.02))));
    assertThat(tally.judged()).isEqualTo(3);
    assertThat(tally.outside()).isEqualTo(1);
    assertThat(tally.firstOutside()).hasValue("b: noise higher");
    assertThat(tally.predicted()).isEqualTo(2);
    assertThat(tally.meanF1()).hasValue((0.8 + 0.5) / 2);
    assertThat(tally.error()).hasValue(0.075);
    assertThat(TrustTally.NONE.error()).isEmpty();
    assertThat(TrustTally.NONE.meanF1()).isEmpty();
  }
}
