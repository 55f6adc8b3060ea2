/** Classifiers of the Smile library as heads. Nothing else in Whittle uses Smile. */
package dev.whittle.classify.smile;
