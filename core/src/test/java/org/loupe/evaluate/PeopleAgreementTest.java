package org.loupe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.loupe.evaluate.MatchingRule.Outline;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;

class PeopleAgreementTest {

  private static final Mark A = RuleFiguresTest.at(100, 100, 20);
  private static final Mark B = RuleFiguresTest.at(200, 100, 20);
  private static final Mark C = RuleFiguresTest.at(300, 100, 20);
  private static final Mark D = RuleFiguresTest.at(400, 100, 20);

  private static final List<MarkedMicrograph> MICROGRAPHS =
      List.of(
          RuleFiguresTest.micrograph("one", List.of(A, B), List.of(A.withScore(1), C.withScore(1))),
          RuleFiguresTest.micrograph("two", List.of(A), List.of()));

  @Test
  void everybodyIsJudgedOnWhatEverybodyLookedAt() {
    MarkSet ann = new MarkSet("Ann", Map.of("one", List.of(A, B, D), "two", List.of(A)));
    MarkSet bob = new MarkSet("Bob", Map.of("one", List.of(B)));
    PeopleAgreement agreement =
        PeopleAgreement.of(
            MICROGRAPHS, "Loupe", "reference", List.of(ann, bob), EvaluationSettings.defaults());
    assertThat(agreement.micrographs()).containsExactly("one");
    assertThat(agreement.members())
        .extracting(PeopleAgreement.Member::name)
        .containsExactly("Loupe", "Ann", "Bob");
    assertThat(agreement.members())
        .extracting(m -> m.strict().pooled())
        .containsExactly(
            new MatchCounts(2, 1, 2, 1), new MatchCounts(2, 2, 3, 2), new MatchCounts(2, 1, 1, 1));
    assertThat(agreement.pairs())
        .extracting(p -> p.first() + "-" + p.second())
        .containsExactly(
            "reference-Ann",
            "reference-Bob",
            "reference-Loupe",
            "Ann-Bob",
            "Ann-Loupe",
            "Bob-Loupe");
    // Ann A B D, Bob B: one match of three and one
    assertThat(agreement.pairs().get(3).strict().f1()).isEqualTo(0.5, within(1e-15));
    assertThat(agreement.pairs().get(5).paper().f1()).isZero();
  }

  @Test
  void peopleWhoLookedAtOtherMicrographsAreAnError() {
    MarkSet stranger = new MarkSet("Eve", Map.of("three", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PeopleAgreement.of(
                    MICROGRAPHS,
                    "Loupe",
                    "reference",
                    List.of(stranger),
                    EvaluationSettings.defaults()))
        .withMessageContaining("Eve");
    assertThatIllegalArgumentException().isThrownBy(() -> stranger.of("one"));
  }

  @Test
  void consensusIsWhatMostPeopleMarked() {
    Consensus majority = new Consensus(0.5, Outline.BOX, Consensus.majority(3));
    Mark nearB = RuleFiguresTest.at(203, 100, 20);
    List<Mark> consensus = majority.of(List.of(List.of(A, B), List.of(nearB, C), List.of(D, A)));
    assertThat(consensus)
        .extracting(Mark::box)
        .containsExactly(A.box(), new Box(191.5, 90, 20, 20));
  }

  @Test
  void aPersonHasOneVoteForADefect() {
    Mark again = RuleFiguresTest.at(102, 100, 20);
    Consensus two = new Consensus(0.5, Outline.BOX, 2);
    // Ann marked one defect twice, nobody else did
    assertThat(two.of(List.of(List.of(A, again), List.of(), List.of()))).isEmpty();
    // Bob's mark joins the closer of the two, the other stays alone
    assertThat(two.of(List.of(List.of(A, again), List.of(A), List.of())))
        .extracting(Mark::box)
        .containsExactly(A.box());
  }

  @Test
  void majorityIsMoreThanHalf() {
    assertThat(List.of(1, 2, 3, 4, 5)).map(Consensus::majority).containsExactly(1, 2, 2, 3, 3);
  }

  /** 175 and 5 degrees are 10 apart: their mean is 0, not 90. */
  @Test
  void ellipsesAreAveragedAsShapes() {
    Consensus two = new Consensus(0.3, Outline.ELLIPSE, 2);
    Mark one = Mark.ofEllipse(new Ellipse(100, 50, 40, 20, Math.toRadians(175))).withClass("loop");
    Mark other = Mark.ofEllipse(new Ellipse(102, 50, 40, 20, Math.toRadians(5))).withClass("loop");
    List<Mark> consensus = two.of(List.of(List.of(one), List.of(other)));
    assertThat(consensus).hasSize(1);
    Ellipse mean = consensus.get(0).ellipse().orElseThrow();
    assertThat(mean.centerX()).isEqualTo(101);
    assertThat(Math.sin(mean.orientation())).isEqualTo(0, within(1e-9));
    // a little rounder than each, by the spread of the angles
    assertThat(mean.majorAxisLength()).isEqualTo(40, within(0.2));
    assertThat(mean.minorAxisLength()).isEqualTo(20, within(0.3));
    assertThat(consensus.get(0).defectClass()).contains("loop");
  }

  @Test
  void whatOnePersonCallsAClassTheOthersCount() {
    ClassConfusion confusion =
        ClassConfusion.of(
                MICROGRAPHS.subList(0, 1).stream()
                    .map(
                        m ->
                            new MarkedMicrograph(
                                m.name(),
                                m.widthPx(),
                                m.heightPx(),
                                m.pixelSizeNm(),
                                List.of(
                                    A.withClass("loop"), B.withClass("dot"), C.withClass("dot")),
                                List.of(
                                    A.withClass("dot"), B.withClass("dot"), D.withClass("loop")),
                                List.of()))
                    .toList(),
                List.of(
                    RuleFigures.Image.of(
                        EvaluationSettings.defaults().strict(),
                        RuleFiguresTest.micrograph("one", List.of(A, B, C), List.of(A, B, D)))))
            .orElseThrow();
    assertThat(confusion.classes()).containsExactly("dot", "loop");
    assertThat(confusion.counts())
        .containsExactly(List.of(1, 0, 1), List.of(1, 0, 0), List.of(0, 1, 0));
    assertThat(confusion.ofClass("dot")).isEqualTo(new MatchCounts(2, 1, 2, 1));
    assertThat(confusion.ofClass("loop")).isEqualTo(new MatchCounts(1, 0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> confusion.ofClass("line"));
  }

  @Test
  void oneClassIsNoConfusion() {
    Evaluation evaluation = Evaluation.of(MICROGRAPHS, EvaluationSettings.defaults());
    assertThat(evaluation.confusion()).isEmpty();
    assertThat(evaluation.moduleOne()).isEmpty();
  }
}
