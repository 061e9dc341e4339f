/** Tests of Module I, and the synthetic cascades that they and the oracle's tests use. */
@NullMarked
package org.loupe.cascade;

import org.jspecify.annotations.NullMarked;
