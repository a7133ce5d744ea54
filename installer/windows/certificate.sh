#!/usr/bin/env bash
# Makes a throw-away certificate for signing in tests: certificate.sh FOLDER. Nobody is ever to trust it.
set -euo pipefail
mkdir -p "$1"
cd "$1"
openssl req -x509 -newkey rsa:3072 -sha256 -days 30 -nodes -keyout ca.key -out ca.pem -subj '/O=Backup Doctor TEST/CN=Backup Doctor TEST root' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -newkey rsa:3072 -sha256 -nodes -keyout sign.key -out sign.csr -subj '/O=Backup Doctor TEST/CN=Backup Doctor TEST signing' 2>/dev/null
printf 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,codeSigning\n' >extensions
openssl x509 -req -in sign.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile extensions -out sign.pem 2>/dev/null
cat sign.pem ca.pem >chain.pem
