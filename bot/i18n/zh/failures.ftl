# Failures, refusals and notices: one friendly sentence each that says what would work.

failure-internal = 我们这边出了点问题,没有扣费,请再试一次。
