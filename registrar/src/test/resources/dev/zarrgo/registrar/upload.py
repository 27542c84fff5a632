"""Copies a folder, or a file, to buckets: upload.py PATH KEY BUCKET…   (endpoint and keys from AWS_*)"""
import os
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

root, key, buckets = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
s3 = boto3.client("s3", endpoint_url=os.environ["ZARRGO_S3_ENDPOINT"], region_name=os.environ.get("AWS_REGION", "us-east-1"),
                  config=Config(s3={"addressing_style": "path"}))
files = [root] if root.is_file() else [p for p in root.rglob("*") if p.is_file()]


def put(task):
    bucket, path = task
    name = key if root.is_file() else f"{key}/{path.relative_to(root)}"
    s3.upload_file(str(path), bucket, name, ExtraArgs={"ContentType": "image/png"} if name.endswith(".png") else None)


with ThreadPoolExecutor(8) as pool:
    list(pool.map(put, [(b, p) for b in buckets for p in files]))
