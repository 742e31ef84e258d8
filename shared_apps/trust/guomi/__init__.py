"""国密: SM2, SM3, seals of GB/T 38540 and the OFD files they stand in.

Verification is complete for what it says it verifies; signing is in pure Python, not in constant
time: where that matters a cipher machine stands behind `Signer`. No 商用密码 certification is
claimed.
"""
