/** Tests of the reading of labeled sets, on small sets that they write themselves. */
@NullMarked
package org.loupe.dataset;

import org.jspecify.annotations.NullMarked;
