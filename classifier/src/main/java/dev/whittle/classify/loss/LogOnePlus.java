package dev.whittle.classify.loss;

/** ln(1 + u), with one definition on every machine. */
public final class LogOnePlus {
    private LogOnePlus() {}

    /**
     * ln(1 + u) for u from 0 to 1: with s = u/(2 + u) it is 2·artanh(s) = 2(s + s³/3 + s⁵/5 + …), and since s is at
     * most 1/3, the error of the first nine terms is below 10⁻⁹.
     */
    public static float of(float u) {
        float s = u / (2 + u);
        float q = s * s;
        float sum = 1f / 17;
        for (int k = 15; k >= 1; k -= 2) {
            sum = Math.fma(q, sum, 1f / k);
        }
        return 2 * s * sum;
    }
}
