#!/usr/bin/env bash
# Signs one file: with a real certificate where BACKUP_DOCTOR_PFX names one, else with the throw-away one of certificate.sh.
#   BACKUP_DOCTOR_PFX           PKCS#12 file with certificate and key
#   BACKUP_DOCTOR_PFX_PASSWORD  file that holds its password
#   BACKUP_DOCTOR_TIMESTAMP     address of a time stamp server; without it the signature ends with the certificate
set -euo pipefail
file=$1
if [ -n "${BACKUP_DOCTOR_PFX:-}" ]; then
    with=(-pkcs12 "$BACKUP_DOCTOR_PFX" -readpass "$BACKUP_DOCTOR_PFX_PASSWORD")
    [ -z "${BACKUP_DOCTOR_TIMESTAMP:-}" ] || with+=(-ts "$BACKUP_DOCTOR_TIMESTAMP")
else
    with=(-certs "${BACKUP_DOCTOR_TEST_CERTIFICATE:?}/chain.pem" -key "$BACKUP_DOCTOR_TEST_CERTIFICATE/sign.key")
fi
osslsigncode sign "${with[@]}" -h sha256 -n "Backup Doctor" -in "$file" -out "$file.signed" >/dev/null
mv "$file.signed" "$file"
