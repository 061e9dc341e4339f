package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFactsTest {

  @Test
  void textsAndAttributesHaveTheirPaths() {
    XmlFacts facts =
        XmlFacts.parse("<a k=\"1\"><b>x</b><b>  </b><n:c xmlns:n=\"u\"> 2.5 </n:c></a>");
    assertThat(facts.facts())
        .containsExactly(
            new MetadataTag("a@k", "1"),
            new MetadataTag("a/b", "x"),
            new MetadataTag("a/c", "2.5"));
    assertThat(facts.number("c")).contains(2.5);
    assertThat(facts.first("b")).contains("x");
    assertThat(facts.number("b")).isEmpty();
  }

  @Test
  void valueIsFoundByItsLabel() {
    XmlFacts facts = XmlFacts.parse("<r><d><Label>Mode</Label><Value>TEM</Value><Unit/></d></r>");
    assertThat(facts.labeled("Mode")).contains("TEM");
    assertThat(facts.labeled("Spot")).isEmpty();
  }

  /** Entities that expand, that fetch a file, and a harmless one: none is looked at. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>x</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY d \"&b;&b;&b;\">]><a>&d;</a>",
        "<!DOCTYPE a SYSTEM \"http://localhost:1/a.dtd\"><a>x</a>",
      })
  void documentTypeIsRefused(String xml) {
    assertThat(XmlFacts.parse(xml).facts()).isEmpty();
  }

  @Test
  void whatComesBeforeDamageIsKept() {
    assertThat(XmlFacts.parse("<a><b>1</b><c>").facts())
        .containsExactly(new MetadataTag("a/b", "1"));
    assertThat(XmlFacts.parse("no xml").facts()).isEmpty();
  }

  @Test
  void depthIsBounded() {
    String deep = "<a>".repeat(100_000);
    assertThat(XmlFacts.parse(deep + "x").facts()).isEmpty();
  }
}
