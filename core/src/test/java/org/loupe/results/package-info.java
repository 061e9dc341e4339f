/** Tests of {@code org.loupe.results}. */
@NullMarked
package org.loupe.results;

import org.jspecify.annotations.NullMarked;
